using Trireme.Cpu.Normalization;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal abstract unsafe class RowNormKernel<TOp> : FloatKernel<TOp>
    where TOp : Op
{
    protected static void Run<T>(KernelContext k, RowShape shape, float epsilon, string mean, string variance)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        => RowNorm<T>.Forward(shape, T.CreateChecked(epsilon), k.In<T>("X").Pointer, k.Has("Scale") ? k.In<T>("Scale").Pointer : null,
            k.Has("Bias") ? k.In<T>("Bias").Pointer : null, k.Out<T>("Y").Pointer, k.Out<T>(mean).Pointer, k.Out<T>(variance).Pointer);
}

internal sealed class LayerNormKernel : RowNormKernel<LayerNormOp>
{
    protected override void Run<T>(LayerNormOp op, KernelContext k)
        => Run<T>(k, RowShape.Of(k.InMeta("X").Shape, op.BeginNormAxis, 0), op.Epsilon, "Mean", "Variance");
}

internal sealed class GroupNormKernel : RowNormKernel<GroupNormOp>
{
    protected override void Run<T>(GroupNormOp op, KernelContext k)
        => Run<T>(k, RowShape.Of(k.InMeta("X").Shape, 2, op.Groups), op.Epsilon, "Mean", "Variance");
}

internal sealed class InstanceNormKernel : RowNormKernel<InstanceNormOp>
{
    protected override void Run<T>(InstanceNormOp op, KernelContext k)
        => Run<T>(k, RowShape.Of(k.InMeta("X").Shape, 2, k.InMeta("X").Shape[1]), op.Epsilon, "SavedMean", "SavedVariance");
}

internal sealed unsafe class RowNormGradKernel : FloatKernel<RowNormGradOp>
{
    protected override void Run<T>(RowNormGradOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X");
        RowShape shape = RowShape.Of(x.Shape, op.BeginNormAxis, op.Groups);
        T* mean = k.In<T>("Mean").Pointer, variance = k.In<T>("Variance").Pointer, dy = k.In<T>("YGrad").Pointer;
        T epsilon = T.CreateChecked(op.Epsilon);
        RowNorm<T>.BackwardInput(shape, epsilon, x.Pointer, k.Has("Scale") ? k.In<T>("Scale").Pointer : null, mean, variance, dy, k.Out<T>("XGrad").Pointer);
        RowNorm<T>.BackwardFactors(shape, epsilon, x.Pointer, mean, variance, dy, k.Out<T>("ScaleGrad").Pointer, k.Out<T>("BiasGrad").Pointer);
    }
}
