namespace Trireme.Operators;

/// <summary>
/// The mean of the last BatchNum gradients: D += Grad − Y[i], Y[i] = Grad, Param −= LearningRate / min(M + 1, BatchNum) · D, with i = M mod BatchNum.
/// </summary>
/// <param name="BatchNum">How many gradients are remembered; Y is [BatchNum, ...].</param>
/// <remarks>The update of paddle.optimizer.ASGD; Schmidt et al. 2017. M counts the steps.</remarks>
[Op("asgd", "Param, Grad, LearningRate, D, Y, M -> ParamOut, DOut, YOut, MOut", InPlace = "ParamOut=Param, DOut=D, YOut=Y, MOut=M",
    NoGradient = "updates a parameter in place")]
public sealed record AsgdOp(int BatchNum = 1) : UpdateOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta param = c["Param"];
        c.Require(param.DType.IsFloating && c["Grad"] == param && c["D"] == param, "parameter, gradient and D must have the same shape and floating point type.");
        c.Require(BatchNum >= 1 && c["Y"].Shape.Numel == BatchNum * param.Shape.Numel, $"Y {c["Y"].Shape} must hold {BatchNum} gradients.");
        c["ParamOut"] = param;
        c["DOut"] = c["D"];
        c["YOut"] = c["Y"];
        c["MOut"] = c["M"];
    }
}
