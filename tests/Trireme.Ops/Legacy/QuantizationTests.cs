using Trireme.Operators;
using Xunit;
using static Trireme.Tests.Ops.BothModes;

namespace Trireme.Tests.Ops.Legacy;

public sealed class QuantizationTests
{
    [Fact]
    public void Numbers_pass_through_integers()
    {
        Tensor x = Floats([2, 2], 0.5f, -1f, 0.26f, 2f);
        static double Q(double v, double s) => Math.Round(v / s * 127) * s / 127;
        Tensor[] all = Run(new FakeQuantizeDequantizeAbsMaxOp(), [x]);
        Close([Q(0.5, 2), Q(-1, 2), Q(0.26, 2), 2], all[0]);
        Close([2], all[1]);
        Close([Q(0.5, 1), -1, Q(0.26, 2), 2], Run(new FakeChannelWiseQuantizeDequantizeAbsMaxOp(), [x])[0]);
        Close([32, -64, 17, 127], Run(new FakeQuantizeAbsMaxOp(), [x])[0]);
        Close([0.5, Q(-1, 1), Q(0.26, 1), 1], Run(new FakeQuantizeDequantizeMovingAverageAbsMaxOp(IsTest: true), [x], [Floats([1], 1f)])[0], 4e-3);
        Tensor[] moved = Run(new FakeQuantizeDequantizeMovingAverageAbsMaxOp(), [x], [Floats([1], 1f)], [Floats([1], 1f)], [Floats([1], 1f)]);
        Close([2.9 / 1.9], moved[1]);
        Close([1.9], moved[2]);
        Close([2.9], moved[3]);
        x.StopGradient = false;
        new FakeQuantizeDequantizeAbsMaxOp().ApplyAll(x)[0].Sum().Backward();
        Close([1, 1, 1, 1], x.Grad!);
        Close([0.25, -0.5], Run(new FakeDequantizeMaxAbsOp(127), [Floats([2], 31.75f, -63.5f)], [Floats([1], 1)])[0]);
    }

    [Fact]
    public void A_negative_axis_of_channels_counts_from_the_end()
    {
        Tensor x = Floats([2, 3], 0.5f, -1f, 0.26f, 2f, 0.1f, 0.3f);
        foreach (bool restores in (bool[])[true, false])
        {
            Tensor[] from = Run(Op(1), [x]), back = Run(Op(-1), [x]);
            Close([2, 1, 0.3], back[1], 1e-6);
            Close(from[0].Cast(DType.Float64).ToArray<double>(), back[0], 0);

            Op Op(int axis) => restores ? new FakeChannelWiseQuantizeDequantizeAbsMaxOp(QuantAxis: axis) : new FakeChannelWiseQuantizeAbsMaxOp(QuantAxis: axis);
        }
    }

    [Fact]
    public void Ranges_counts_and_draws()
    {
        Close([2, 5, 8], Run(new RangeOp(), [Longs([1], 2)], [Longs([1], 9)], [Longs([1], 3)])[0]);
        Close([0, 0.5, 1], Run(new LinspaceOp(DType.Float32), [Floats([1], 0)], [Floats([1], 1)], [Ints(1, 3)])[0]);
        Tensor none = Longs([1, 11], new long[11]);
        // Pairs in the right order: (0.9, 0.1), (0.9, 0.6), (0.5, 0.1); in the wrong one: (0.5, 0.6).
        Tensor[] auc = Run(new AucOp("ROC", 10, 0), [Floats([4, 2], 0.1f, 0.9f, 0.9f, 0.11f, 0.45f, 0.55f, 0.35f, 0.65f)], [Longs([4, 1], 1, 0, 1, 0)], [none], [none]);
        Close([0.75], auc[0]);
        Close([0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0], auc[1]);
        Close([2, 0], Run(new SamplingIdOp(Seed: 3), [Floats([2, 3], 0, 0, 1, 1, 0, 0)])[0]);
    }
}
