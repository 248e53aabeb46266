using Trireme.Operators;
using Xunit;
using static Trireme.Tests.Ops.BothModes;

namespace Trireme.Tests.Ops.Legacy;

public sealed class TensorVariantTests
{
    [Fact]
    public void Limits_and_exponents_come_as_tensors()
    {
        Tensor x = Floats([5], -2, -0.5f, 0, 0.5f, 2);
        Close([-1, -0.5, 0, 0.25, 0.25], Run(new ClipByTensorsOp(-9, 9), [x], [Floats([1], -1)], [Floats([1], 0.25f)])[0]);
        Close([-2, -0.5, 0, 0.25, 0.25], Run(new ClipByTensorsOp(-9, 9), [x], [], [Floats([1], 0.25f)])[0]);
        Close([-1, -0.5, 0, 0.5, 2], Run(new ClipByTensorsOp(-9, 9), [x], [Floats([1], -1)], [])[0]);
        Close([4, 0.25, 0, 0.25, 4], Run(new PowByTensorOp(3), [x], [Floats([1], 2)])[0]);
    }

    [Fact]
    public void A_momentum_tensor_wins_over_the_attribute()
    {
        Tensor x = Floats([4, 1], 1, 2, 3, 6), mean = Floats([1], 10), variance = Floats([1], 1);
        new BatchNormOp(0.9f).ApplyAll(x, default, default, mean, variance, Floats([1], 0.5f));
        Close([(10 * 0.5) + (3 * 0.5)], mean);
        Close([(1 * 0.5) + (3.5 * 0.5)], variance);
    }
}
