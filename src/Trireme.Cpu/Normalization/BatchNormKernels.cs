using System.Numerics;
using Trireme.Cpu.Normalization;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class BatchNormKernel : LaneKernel<BatchNormOp>
{
    protected override void Run<T, S>(BatchNormOp op, KernelContext k)
    {
        var call = new Call<T> { Op = op, Context = k };
        S.Run(ref call);
    }

    private struct Call<T> : ILaneBody<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public BatchNormOp Op;
        public KernelContext Context;

        public readonly void Run<L>() where L : struct, ILanes<L, T>
        {
            KernelContext k = Context;
            Data<T> x = k.In<T>("X");
            (int outer, int channels, int inner) = x.Split(BatchNormOp.ChannelAxis(Op.DataLayout, x.Shape.Rank));
            T* mean = k.Out<T>("SavedMean").Pointer, inverse = k.Out<T>("SavedVariance").Pointer;
            T* runningMean = k.Out<T>("MeanOut").Pointer, runningVariance = k.Out<T>("VarianceOut").Pointer;
            if (Op.UsesRunning)
            {
                new ReadOnlySpan<T>(runningMean, channels).CopyTo(new Span<T>(mean, channels));
                new ReadOnlySpan<T>(runningVariance, channels).CopyTo(new Span<T>(inverse, channels));
            }
            else
            {
                BatchNorm<L, T>.Statistics(outer, channels, inner, x.Pointer, mean, inverse);
                T keep = k.Has("MomentumTensor") ? k.In<T>("MomentumTensor")[0] : T.CreateChecked(Op.Momentum), take = T.One - keep;
                for (int c = 0; c < channels; c++)
                {
                    runningMean[c] = (runningMean[c] * keep) + (mean[c] * take);
                    runningVariance[c] = (runningVariance[c] * keep) + (inverse[c] * take);
                }
            }
            T epsilon = T.CreateChecked(Op.Epsilon);
            for (int c = 0; c < channels; c++)
                inverse[c] = T.One / T.Sqrt(inverse[c] + epsilon);
            BatchNorm<L, T>.Normalize(outer, channels, inner, x.Pointer, mean, inverse, k.Has("Scale") ? k.In<T>("Scale").Pointer : null,
                k.Has("Bias") ? k.In<T>("Bias").Pointer : null, k.Out<T>("Y").Pointer);
        }
    }
}

internal sealed unsafe class BatchNormGradKernel : LaneKernel<BatchNormGradOp>
{
    protected override void Run<T, S>(BatchNormGradOp op, KernelContext k)
    {
        var call = new Call<T> { Op = op, Context = k };
        S.Run(ref call);
    }

    private struct Call<T> : ILaneBody<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public BatchNormGradOp Op;
        public KernelContext Context;

        public readonly void Run<L>() where L : struct, ILanes<L, T>
        {
            KernelContext k = Context;
            Data<T> x = k.In<T>("X");
            (int outer, int channels, int inner) = x.Split(BatchNormOp.ChannelAxis(Op.DataLayout, x.Shape.Rank));
            T* mean = k.In<T>("SavedMean").Pointer, inverse = k.In<T>("SavedVariance").Pointer, dy = k.In<T>("YGrad").Pointer;
            T* dscale = k.Out<T>("ScaleGrad").Pointer, dbias = k.Out<T>("BiasGrad").Pointer;
            BatchNorm<L, T>.BackwardFactors(outer, channels, inner, x.Pointer, mean, inverse, dy, dscale, dbias);
            BatchNorm<L, T>.BackwardInput(outer, channels, inner, x.Pointer, mean, inverse, k.Has("Scale") ? k.In<T>("Scale").Pointer : null, dy, dscale,
                dbias, Op.UseGlobalStats, k.Out<T>("XGrad").Pointer);
        }
    }
}
