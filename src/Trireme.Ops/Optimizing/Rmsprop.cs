namespace Trireme.Operators;

/// <summary>MeanSquare and, centered, MeanGrad are running means; Moment = Momentum · Moment + LearningRate · Grad / √(MeanSquare − MeanGrad² + Epsilon); Param −= Moment.</summary>
/// <remarks>The update of paddle.optimizer.RMSProp; Hinton 2012.</remarks>
[Op("rmsprop", "Param, MeanSquare, MeanGrad, LearningRate, Grad, Moment -> ParamOut, MomentOut, MeanSquareOut, MeanGradOut", InPlace = "ParamOut=Param, MomentOut=Moment, MeanSquareOut=MeanSquare, MeanGradOut=MeanGrad",
    NoGradient = "updates a parameter in place")]
public sealed record RmspropOp(float Epsilon = 1e-10f, float Decay = 0.9f, float Momentum = 0f, bool Centered = false) : UpdateOp;
