namespace Trireme.Operators;

/// <summary>Scales each gradient by the ratio of the running root mean squares of updates and gradients.</summary>
/// <remarks>The update of paddle.optimizer.Adadelta; Zeiler 2012.</remarks>
[Op("adadelta", "Param, Grad, AvgSquaredGrad, AvgSquaredUpdate, LearningRate -> ParamOut, AvgSquaredGradOut, AvgSquaredUpdateOut", InPlace = "ParamOut=Param, AvgSquaredGradOut=AvgSquaredGrad, AvgSquaredUpdateOut=AvgSquaredUpdate",
    NoGradient = "updates a parameter in place")]
public sealed record AdadeltaOp(float Rho = 0.95f, float Epsilon = 1e-6f) : UpdateOp;
