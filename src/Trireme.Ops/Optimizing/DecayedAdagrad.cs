namespace Trireme.Operators;

/// <summary>Moment = Decay · Moment + (1 − Decay) · Grad²; Param −= LearningRate · Grad / (√Moment + Epsilon).</summary>
/// <remarks>The update of fluid.optimizer.DecayedAdagrad.</remarks>
[Op("decayed_adagrad", "Param, Grad, Moment, LearningRate -> ParamOut, MomentOut", InPlace = "ParamOut=Param, MomentOut=Moment",
    NoGradient = "updates a parameter in place")]
public sealed record DecayedAdagradOp(float Decay = 0.95f, float Epsilon = 1e-6f) : UpdateOp;
