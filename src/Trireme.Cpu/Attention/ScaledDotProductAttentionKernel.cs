using System.Numerics;
using System.Numerics.Tensors;
using Trireme.Cpu.Kernels;
using Trireme.Cpu.Sampling;
using Trireme.Operators;
using Trireme.Random;

namespace Trireme.Cpu.Attention;

/// <summary>Attention, a block of positions of one head at a time: its weights stay in the cache between the two products.</summary>
internal sealed unsafe class ScaledDotProductAttentionKernel : FloatKernel<ScaledDotProductAttentionOp>
{
    // Positions done at a time.
    private const int Block = 128;

    protected override void Run<T>(ScaledDotProductAttentionOp op, KernelContext k)
    {
        var heads = new Heads(k.InMeta("Query").Shape, k.InMeta("Value").Shape);
        Data<T> q = k.In<T>("Query"), key = k.In<T>("Key"), value = k.In<T>("Value"), output = k.Out<T>("Out"), weights = k.Out<T>("Weights");
        if (output.Length == 0)
            return;
        if (heads.N == 0)
        {
            output.Span.Clear();
            return;
        }
        T* mask = k.Has("Mask") ? k.In<T>("Mask").Pointer : null;
        int[] maskStrides = mask == null ? [0, 0, 0, 0] : Strides(k.InMeta("Mask").Shape);
        byte* kept = k.Out<byte>("Kept").Pointer;
        RandomStream stream = op.Drops ? Generator.Default.Next() : default;
        double scale = 1 / Math.Sqrt(heads.D);
        int blocks = (heads.M + Block - 1) / Block;
        Workers.For(heads.Count * blocks, (long)Math.Min(Block, heads.M) * heads.N * (heads.D + heads.DValue) / 8, (start, end) =>
        {
            for (int item = start; item < end; item++)
            {
                int head = item / blocks, first = item % blocks * Block, rows = Math.Min(Block, heads.M - first);
                long at = ((long)head * heads.M * heads.N) + ((long)first * heads.N);
                T* p = op.IsTest ? Scratch.Get<T>(Scratch.Slot.Weights, (long)rows * heads.N) : weights.Pointer + at;
                Gemm.Run(false, true, rows, heads.N, heads.D, scale, q.Pointer + heads.Query(head) + ((long)first * heads.QueryStride), heads.QueryStride,
                    key.Pointer + heads.Key(head), heads.QueryStride, false, p, heads.N);
                for (int i = 0; i < rows; i++)
                {
                    T* line = mask == null ? null
                        : mask + ((long)(head / heads.PerBatch) * maskStrides[0]) + ((long)(head % heads.PerBatch) * maskStrides[1]) + ((long)(first + i) * maskStrides[2]);
                    Softmax(new Span<T>(p + ((long)i * heads.N), heads.N), line, maskStrides[3], op.Causal ? Math.Min(heads.N, first + i + 1) : heads.N);
                }
                if (op.Drops)
                {
                    // The gradient needs the weights as they were before.
                    T* dropped = Scratch.Get<T>(Scratch.Slot.Dropped, (long)rows * heads.N);
                    Drop(stream, op.DropoutProb, at, rows * heads.N, p, dropped, kept + at);
                    p = dropped;
                }
                Gemm.Run(false, false, rows, heads.DValue, heads.N, 1, p, heads.N, value.Pointer + heads.Value(head), heads.ValueStride, false,
                    output.Pointer + heads.Output(head) + ((long)first * heads.ValueStride), heads.ValueStride);
            }
        });
    }

    private static void Softmax<T>(Span<T> x, T* mask, int maskStride, int seen)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> y = x[..seen];
        if (mask != null && maskStride == 1)
            TensorPrimitives.Add(y, new ReadOnlySpan<T>(mask, seen), y);
        else if (mask != null)
            TensorPrimitives.Add(y, *mask, y);
        T max = TensorPrimitives.Max<T>(y);
        if (T.IsNegativeInfinity(max))
        {
            // Nothing at all is seen.
            x.Clear();
            return;
        }
        TensorPrimitives.Subtract(y, max, y);
        TensorPrimitives.Exp(y, y);
        TensorPrimitives.Multiply(y, T.One / TensorPrimitives.Sum<T>(y), y);
        x[seen..].Clear();
    }

    private static void Drop<T>(RandomStream stream, float probability, long at, int count, T* from, T* to, byte* kept)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ulong bound = (ulong)Math.Round(probability * 4294967296.0);
        T factor = T.CreateTruncating(1 / (1 - (double)probability));
        uint* words = stackalloc uint[RandomRuns.Tile + 4];
        for (int i = 0; i < count; i += RandomRuns.Tile)
        {
            int length = Math.Min(RandomRuns.Tile, count - i), skip = (int)((at + i) & 3);
            PhiloxBlocks.Fill(stream, (at + i) >> 2, (skip + length + 3) / 4, words);
            for (int j = 0; j < length; j++)
            {
                bool stays = words[skip + j] >= bound;
                kept[i + j] = stays ? (byte)1 : (byte)0;
                to[i + j] = stays ? from[i + j] * factor : T.Zero;
            }
        }
    }

    // Distances along batch, heads, positions and keys: 0 where the mask has one entry for all.
    private static int[] Strides(Shape mask)
    {
        var strides = new int[4];
        int stride = 1;
        for (int i = 1; i <= mask.Rank; i++)
        {
            strides[4 - i] = mask[^i] == 1 ? 0 : stride;
            stride *= mask[^i];
        }
        return strides;
    }
}
