using System.Numerics;
using Trireme.Cpu.Normalization;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class BatchNormKernel : LaneKernel<BatchNormOp>
{
    protected override void Run<T, S>(BatchNormOp op, KernelContext k)
    {
        BatchNorm<T> norm = Of<T>(k, op.DataLayout, op.Epsilon) with
        {
            Momentum = k.Has("MomentumTensor") ? k.In<T>("MomentumTensor")[0] : T.CreateChecked(op.Momentum),
            UsesRunning = op.UsesRunning,
            Activation = "identity",
        };
        S.Run(ref norm);
    }

    /// <summary>What all operators of batch normalization have.</summary>
    public static BatchNorm<T> Of<T>(KernelContext k, string layout, float epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Data<T> x = k.In<T>("X");
        return new BatchNorm<T>
        {
            Shape = new(x.Split(BatchNormOp.ChannelAxis(layout, x.Shape.Rank))),
            Epsilon = T.CreateChecked(epsilon),
            X = x.Pointer,
            Scale = k.Has("Scale") ? k.In<T>("Scale").Pointer : null,
            Bias = k.Has("Bias") ? k.In<T>("Bias").Pointer : null,
            Y = k.Out<T>("Y").Pointer,
            Mean = k.Out<T>("SavedMean").Pointer,
            Inverse = k.Out<T>("SavedVariance").Pointer,
            RunningMean = k.Out<T>("MeanOut").Pointer,
            RunningVariance = k.Out<T>("VarianceOut").Pointer,
        };
    }
}

internal sealed unsafe class FusedBatchNormAddActKernel : LaneKernel<FusedBatchNormAddActOp>
{
    protected override void Run<T, S>(FusedBatchNormAddActOp op, KernelContext k)
    {
        BatchNorm<T> norm = BatchNormKernel.Of<T>(k, op.DataLayout, op.Epsilon) with
        {
            Momentum = T.CreateChecked(op.Momentum),
            Activation = op.ActType,
            Z = k.Has("Z") ? k.In<T>("Z").Pointer : null,
        };
        S.Run(ref norm);
    }
}

internal sealed unsafe class BatchNormGradKernel : LaneKernel<BatchNormGradOp>
{
    protected override void Run<T, S>(BatchNormGradOp op, KernelContext k)
    {
        BatchNormGradient<T> norm = Of<T>(k, op.DataLayout) with { IsConstant = op.UseGlobalStats, Activation = "identity" };
        S.Run(ref norm);
    }

    /// <summary>What the gradients of all operators of batch normalization have.</summary>
    public static BatchNormGradient<T> Of<T>(KernelContext k, string layout)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Data<T> x = k.In<T>("X");
        return new BatchNormGradient<T>
        {
            Shape = new(x.Split(BatchNormOp.ChannelAxis(layout, x.Shape.Rank))),
            X = x.Pointer,
            Scale = k.Has("Scale") ? k.In<T>("Scale").Pointer : null,
            Mean = k.In<T>("SavedMean").Pointer,
            Inverse = k.In<T>("SavedVariance").Pointer,
            Dy = k.In<T>("YGrad").Pointer,
            Dx = k.Out<T>("XGrad").Pointer,
            Dscale = k.Out<T>("ScaleGrad").Pointer,
            Dbias = k.Out<T>("BiasGrad").Pointer,
        };
    }
}

internal sealed unsafe class FusedBatchNormAddActGradKernel : LaneKernel<FusedBatchNormAddActGradOp>
{
    protected override void Run<T, S>(FusedBatchNormAddActGradOp op, KernelContext k)
    {
        bool isAdded = k.Has("Y");
        BatchNormGradient<T> norm = BatchNormGradKernel.Of<T>(k, op.DataLayout) with
        {
            Activation = op.ActType,
            Bias = k.Has("Bias") ? k.In<T>("Bias").Pointer : null,
            Y = isAdded ? k.In<T>("Y").Pointer : null,
            Passed = isAdded ? k.Out<T>("ZGrad").Pointer : null,
        };
        S.Run(ref norm);
    }
}
