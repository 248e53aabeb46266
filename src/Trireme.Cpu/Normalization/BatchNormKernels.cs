using System.Numerics;
using Trireme.Cpu.Normalization;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class BatchNormKernel : LaneKernel<BatchNormOp>
{
    protected override void Run<T, S>(BatchNormOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X");
        var norm = new BatchNorm<T>
        {
            Shape = new(x.Split(BatchNormOp.ChannelAxis(op.DataLayout, x.Shape.Rank))),
            Epsilon = T.CreateChecked(op.Epsilon),
            Momentum = k.Has("MomentumTensor") ? k.In<T>("MomentumTensor")[0] : T.CreateChecked(op.Momentum),
            UsesRunning = op.UsesRunning,
            X = x.Pointer,
            Scale = k.Has("Scale") ? k.In<T>("Scale").Pointer : null,
            Bias = k.Has("Bias") ? k.In<T>("Bias").Pointer : null,
            Y = k.Out<T>("Y").Pointer,
            Mean = k.Out<T>("SavedMean").Pointer,
            Inverse = k.Out<T>("SavedVariance").Pointer,
            RunningMean = k.Out<T>("MeanOut").Pointer,
            RunningVariance = k.Out<T>("VarianceOut").Pointer,
        };
        S.Run(ref norm);
    }
}

internal sealed unsafe class BatchNormGradKernel : LaneKernel<BatchNormGradOp>
{
    protected override void Run<T, S>(BatchNormGradOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X");
        var norm = new BatchNormGradient<T>
        {
            Shape = new(x.Split(BatchNormOp.ChannelAxis(op.DataLayout, x.Shape.Rank))),
            IsConstant = op.UseGlobalStats,
            X = x.Pointer,
            Scale = k.Has("Scale") ? k.In<T>("Scale").Pointer : null,
            Mean = k.In<T>("SavedMean").Pointer,
            Inverse = k.In<T>("SavedVariance").Pointer,
            Dy = k.In<T>("YGrad").Pointer,
            Dx = k.Out<T>("XGrad").Pointer,
            Dscale = k.Out<T>("ScaleGrad").Pointer,
            Dbias = k.Out<T>("BiasGrad").Pointer,
        };
        S.Run(ref norm);
    }
}
