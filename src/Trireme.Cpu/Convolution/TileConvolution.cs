using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// Single-precision convolution without a patch matrix: a work item copies the part of the source it reads, padded and split into its
/// phases, to working memory that the cache holds; there the taps of consecutive outputs are consecutive, rows running into each other.
/// </summary>
internal static unsafe class TileConvolution
{
    public static void Forward(in ConvShape shape, float* x, float* filter, float* bias, float* y, bool relu)
        => Run(ConvPass.Forward(shape, x, filter, bias, y, relu));

    public static void BackwardInput(in ConvShape shape, float* dy, float* filter, float* bias, float* dx, bool relu)
    {
        for (int d = 0; d < shape.StrideD; d++)
        {
            for (int h = 0; h < shape.StrideH; h++)
            {
                for (int w = 0; w < shape.StrideW; w++)
                    Run(ConvPass.Backward(shape, dy, filter, bias, dx, relu, d, h, w));
            }
        }
    }

    private static void Run(in ConvPass pass)
    {
        if (pass.D.Count == 0 || pass.H.Count == 0 || pass.W.Count == 0)
            return;
        var call = new Call { Pass = pass };
        LaneWidth.Run(ref call);
    }

    private struct Call : ILaneBody
    {
        public ConvPass Pass;

        public readonly void Run<L>() where L : struct, ILanes<L>
        {
            var cut = new ConvCut(Pass);
            long weights = (long)Pass.Groups * Pass.OutChannels * Pass.Depth;
            float* packed = Scratch.Shared(weights + Pass.Depth);
            int* offsets = (int*)(packed + weights);
            cut.WriteOffsets(Pass, offsets);
            PackedFilter.Pack(Pass, packed);
            Workers.For(cut.Items, cut.Cost(Pass), new Body<L> { Pass = Pass, Cut = cut, Weights = packed, Offsets = offsets });
        }
    }

    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        public ConvPass Pass;
        public ConvCut Cut;
        public float* Weights;
        public int* Offsets;

        public readonly void Run(int start, int end)
        {
            long slabFloats = Cut.SlabFloats;
            float* slab = Scratch.Own(slabFloats + ((long)ConvTile.MaxRows * Cut.SumPitch));
            float* sums = slab + slabFloats;
            int present = -1;
            for (int i = start; i < end; i++)
            {
                ConvBlock block = Cut.Block(i);
                if (block.Slab != present)
                {
                    ConvSlab.Fill<L>(Pass, Cut, block, slab);
                    present = block.Slab;
                }
                Channels(block, slab, sums);
            }
        }

        private readonly void Channels(in ConvBlock block, float* slab, float* sums)
        {
            int depth = Pass.Depth, positions = ((block.Rows - 1) * Cut.Pitch) + block.Columns;
            float* weights = Weights + (long)block.Group * Pass.OutChannels * depth;
            for (int m = block.FirstChannel; m < block.EndChannel;)
            {
                int rows = ConvTile.RowsOf(block.EndChannel - m);
                ConvTile.Run<L>(rows, depth, weights + ((long)m * depth), slab, Offsets, sums, Cut.SumPitch, positions);
                for (int r = 0; r < rows; r++)
                    Finish(block, m + r, sums + ((long)r * Cut.SumPitch));
                m += rows;
            }
        }

        /// <summary>Writes the sums of one channel to the target, less what stands between the rows.</summary>
        private readonly void Finish(in ConvBlock block, int m, float* sums)
        {
            int channel = (block.Group * Pass.OutChannels) + m;
            float bias = Pass.Bias == null ? 0 : Pass.Bias[channel];
            float floor = Pass.Relu ? 0 : float.NegativeInfinity;
            int d = Pass.D.OutStart + (block.Depth * Pass.D.OutStep);
            float* target = Pass.Target + (block.Image * Pass.TargetImage) + (channel * Pass.TargetChannel) + (d * Pass.TargetDepth)
                + Pass.W.OutStart + ((long)block.FirstColumn * Pass.W.OutStep);
            for (int row = 0; row < block.Rows; row++)
            {
                int h = Pass.H.OutStart + ((block.FirstRow + row) * Pass.H.OutStep);
                WriteRow(sums + ((long)row * Cut.Pitch), target + (h * Pass.TargetRow), block.Columns, Pass.W.OutStep, bias, floor);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void WriteRow(float* sums, float* target, int count, int step, float bias, float floor)
        {
            if (step != 1)
            {
                for (int i = 0; i < count; i++)
                    target[(long)i * step] = MathF.Max(sums[i] + bias, floor);
                return;
            }
            // The sum stands second, so that a NaN stays one.
            L biases = L.All(bias), floors = L.All(floor);
            int at = 0;
            for (; at <= count - L.Count; at += L.Count)
                L.MaxNative(floors, L.Load(sums + at) + biases).Store(target + at);
            if (at < count)
                L.MaxNative(floors, L.Load(sums + at) + biases).StoreFirst(target + at, count - at);
        }
    }
}
