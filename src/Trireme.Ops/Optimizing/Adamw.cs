namespace Trireme.Operators;

/// <summary>Adam with the weights shrunk by LearningRate · Coeff first.</summary>
/// <remarks>The update of paddle.optimizer.AdamW; Loshchilov and Hutter 2019.</remarks>
[Op("adamw", "Param, Grad, LearningRate, Moment1, Moment2, Beta1Pow, Beta2Pow -> ParamOut, Moment1Out, Moment2Out, Beta1PowOut, Beta2PowOut", InPlace = "ParamOut=Param, Moment1Out=Moment1, Moment2Out=Moment2, Beta1PowOut=Beta1Pow, Beta2PowOut=Beta2Pow",
    NoGradient = "updates a parameter in place")]
public sealed record AdamwOp(float Beta1 = 0.9f, float Beta2 = 0.999f, float Epsilon = 1e-8f, float LrRatio = 1f, float Coeff = 0.01f, bool WithDecay = false) : UpdateOp;
