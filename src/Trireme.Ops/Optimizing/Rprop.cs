namespace Trireme.Operators;

/// <summary>
/// A rate of its own for each element, which grows by EtaPositive while the gradient keeps its sign and shrinks by EtaNegative where it changes;
/// there this gradient counts as 0. Param −= rate · sign(Grad).
/// </summary>
/// <remarks>The update of paddle.optimizer.Rprop; Riedmiller and Braun 1993.</remarks>
[Op("rprop", "Param, Grad, Prev, LearningRate -> ParamOut, PrevOut, LearningRateOut", InPlace = "ParamOut=Param, PrevOut=Prev, LearningRateOut=LearningRate",
    NoGradient = "updates a parameter in place")]
public sealed record RpropOp(float RateMin = 1e-5f, float RateMax = 50f, float EtaNegative = 0.5f, float EtaPositive = 1.2f) : UpdateOp;
