using System.Numerics;
using Trireme.Cpu.Normalization;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal abstract unsafe class RowNormKernel<TOp> : LaneKernel<TOp>
    where TOp : Op
{
    protected static void Run<T, S>(KernelContext k, RowShape shape, float epsilon, string mean, string variance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where S : struct, ILaneSet<T>
    {
        var norm = new RowNorm<T>
        {
            Shape = shape,
            Epsilon = T.CreateChecked(epsilon),
            X = k.In<T>("X").Pointer,
            Scale = k.Has("Scale") ? k.In<T>("Scale").Pointer : null,
            Bias = k.Has("Bias") ? k.In<T>("Bias").Pointer : null,
            Y = k.Out<T>("Y").Pointer,
            Mean = k.Out<T>(mean).Pointer,
            Variance = k.Out<T>(variance).Pointer,
        };
        S.Run(ref norm);
    }
}

internal sealed class LayerNormKernel : RowNormKernel<LayerNormOp>
{
    protected override void Run<T, S>(LayerNormOp op, KernelContext k)
        => Run<T, S>(k, RowShape.Of(k.InMeta("X").Shape, op.BeginNormAxis, 0), op.Epsilon, "Mean", "Variance");
}

internal sealed class GroupNormKernel : RowNormKernel<GroupNormOp>
{
    protected override void Run<T, S>(GroupNormOp op, KernelContext k)
        => Run<T, S>(k, RowShape.Of(k.InMeta("X").Shape, 2, op.Groups), op.Epsilon, "Mean", "Variance");
}

internal sealed class InstanceNormKernel : RowNormKernel<InstanceNormOp>
{
    protected override void Run<T, S>(InstanceNormOp op, KernelContext k)
        => Run<T, S>(k, RowShape.Of(k.InMeta("X").Shape, 2, k.InMeta("X").Shape[1]), op.Epsilon, "SavedMean", "SavedVariance");
}

internal sealed unsafe class RowNormGradKernel : LaneKernel<RowNormGradOp>
{
    protected override void Run<T, S>(RowNormGradOp op, KernelContext k)
    {
        var gradient = new RowNormGradient<T>
        {
            Shape = RowShape.Of(k.InMeta("X").Shape, op.BeginNormAxis, op.Groups),
            Epsilon = T.CreateChecked(op.Epsilon),
            X = k.In<T>("X").Pointer,
            Scale = k.Has("Scale") ? k.In<T>("Scale").Pointer : null,
            Mean = k.In<T>("Mean").Pointer,
            Variance = k.In<T>("Variance").Pointer,
            Dy = k.In<T>("YGrad").Pointer,
            Dx = k.Out<T>("XGrad").Pointer,
            Dscale = k.Out<T>("ScaleGrad").Pointer,
            Dbias = k.Out<T>("BiasGrad").Pointer,
        };
        S.Run(ref gradient);
    }
}
