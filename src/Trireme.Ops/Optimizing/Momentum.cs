namespace Trireme.Operators;

/// <summary>Velocity = Mu · Velocity + Grad; Param −= LearningRate · Velocity, or with Nesterov LearningRate · (Grad + Mu · Velocity).</summary>
/// <remarks>The update of paddle.optimizer.Momentum; Sutskever et al. 2013.</remarks>
[Op("momentum", "Param, Grad, Velocity, LearningRate -> ParamOut, VelocityOut", InPlace = "ParamOut=Param, VelocityOut=Velocity",
    NoGradient = "updates a parameter in place")]
public sealed record MomentumOp(float Mu, bool UseNesterov = false) : UpdateOp;
