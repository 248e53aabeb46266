using Trireme.Operators;

namespace Trireme.Cpu.Pooling;

/// <summary>From an operator's windows and shapes to the sizes that the pointer kernels take.</summary>
internal static class PoolShapes
{
    /// <summary>Worked out once where the kernel runs again and again.</summary>
    public static PoolShape Of(KernelContext k, PoolWindows windows, Shape x, Shape y)
        => k.TryGetKept(out PoolShape kept) ? kept : k.Keep(Of(windows, x, y));

    private static PoolShape Of(PoolWindows windows, Shape x, Shape y)
    {
        PoolGeometry geometry = PoolGeometry.Of(x, windows);
        SpatialAxes axes = geometry.Axes;
        ReadOnlySpan<int> input = x.AsSpan()[2..], output = y.AsSpan()[2..];
        bool deep = input.Length == 3;
        var shape = new PoolShape
        {
            Planes = x[0] * x[1],
            D = deep ? input[0] : 1,
            H = input[^2],
            W = input[^1],
            OD = deep ? output[0] : 1,
            OH = output[^2],
            OW = output[^1],
            Adaptive = geometry.Adaptive,
        };
        if (geometry.Adaptive)
            return shape;
        int h = deep ? 1 : 0;
        return shape with
        {
            KD = deep ? axes.Kernel[0] : 1,
            KH = axes.Kernel[h],
            KW = axes.Kernel[h + 1],
            StrideD = deep ? axes.Strides[0] : 1,
            StrideH = axes.Strides[h],
            StrideW = axes.Strides[h + 1],
            PadD = deep ? axes.Before[0] : 0,
            PadH = axes.Before[h],
            PadW = axes.Before[h + 1],
            PadAfterD = deep ? axes.After[0] : 0,
            PadAfterH = axes.After[h],
            PadAfterW = axes.After[h + 1],
        };
    }
}
