namespace Trireme.Operators;

/// <summary>Moment += Grad²; Param −= LearningRate · Grad / (√Moment + Epsilon).</summary>
/// <remarks>The update of paddle.optimizer.Adagrad; Duchi et al. 2011.</remarks>
[Op("adagrad", "Param, Grad, Moment, LearningRate -> ParamOut, MomentOut", InPlace = "ParamOut=Param, MomentOut=Moment",
    NoGradient = "updates a parameter in place")]
public sealed record AdagradOp(float Epsilon = 1e-6f) : UpdateOp;
