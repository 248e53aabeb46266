namespace Trireme.Operators;

/// <summary>
/// With s the sum of squared gradients and f(s) = s^(−LrPower): Linear += Grad − (f(s + Grad²) − f(s)) / LearningRate · Param; Param = 0 where |Linear| ≤ L1,
/// else (sign(Linear) · L1 − Linear) / (f(s + Grad²) / LearningRate + 2 · L2).
/// </summary>
/// <remarks>The update of fluid.optimizer.Ftrl; McMahan et al. 2013, algorithm 1.</remarks>
[Op("ftrl", "Param, SquaredAccumulator, LinearAccumulator, Grad, LearningRate -> ParamOut, SquaredAccumOut, LinearAccumOut",
    InPlace = "ParamOut=Param, SquaredAccumOut=SquaredAccumulator, LinearAccumOut=LinearAccumulator", NoGradient = "updates a parameter in place")]
public sealed record FtrlOp(float L1 = 0f, float L2 = 0f, float LrPower = -0.5f) : UpdateOp;
