namespace Trireme.Operators;

/// <summary>Param −= LearningRate · √(1 − Beta2Pow) / (1 − Beta1Pow) · Moment1 / (√Moment2 + Epsilon · √(1 − Beta2Pow)).</summary>
/// <remarks>The update of paddle.optimizer.Adam; Kingma and Ba 2015.</remarks>
[Op("adam", "Param, Grad, LearningRate, Moment1, Moment2, Beta1Pow, Beta2Pow -> ParamOut, Moment1Out, Moment2Out, Beta1PowOut, Beta2PowOut", InPlace = "ParamOut=Param, Moment1Out=Moment1, Moment2Out=Moment2, Beta1PowOut=Beta1Pow, Beta2PowOut=Beta2Pow",
    NoGradient = "updates a parameter in place")]
public sealed record AdamOp(float Beta1 = 0.9f, float Beta2 = 0.999f, float Epsilon = 1e-8f) : UpdateOp;
