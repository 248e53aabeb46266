namespace Trireme.Operators;

/// <summary>Adam's step plus weight decay, scaled so that its length is LearningRate times that of the parameter.</summary>
/// <remarks>The update of paddle.optimizer.Lamb; You et al. 2020.</remarks>
[Op("lamb", "Param, Grad, LearningRate, Moment1, Moment2, Beta1Pow, Beta2Pow -> ParamOut, Moment1Out, Moment2Out, Beta1PowOut, Beta2PowOut", InPlace = "ParamOut=Param, Moment1Out=Moment1, Moment2Out=Moment2, Beta1PowOut=Beta1Pow, Beta2PowOut=Beta2Pow",
    NoGradient = "updates a parameter in place")]
public sealed record LambOp(float WeightDecay = 0f, float Beta1 = 0.9f, float Beta2 = 0.999f, float Epsilon = 1e-6f) : UpdateOp;
