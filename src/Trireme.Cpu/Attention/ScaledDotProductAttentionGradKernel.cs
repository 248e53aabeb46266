using System.Numerics;
using System.Numerics.Tensors;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Attention;

/// <summary>The gradients of attention, one head at a time, in blocks of positions.</summary>
internal sealed unsafe class ScaledDotProductAttentionGradKernel : FloatKernel<ScaledDotProductAttentionGradOp>
{
    private const int Block = 256;

    protected override void Run<T>(ScaledDotProductAttentionGradOp op, KernelContext k)
    {
        var heads = new Heads(k.InMeta("Query").Shape, k.InMeta("Value").Shape);
        Data<T> q = k.In<T>("Query"), key = k.In<T>("Key"), value = k.In<T>("Value"), weights = k.In<T>("Weights"), dout = k.In<T>("OutGrad");
        Data<T> dq = k.Out<T>("QueryGrad"), dkey = k.Out<T>("KeyGrad"), dvalue = k.Out<T>("ValueGrad");
        if (weights.Length == 0)
        {
            dq.Span.Clear();
            dkey.Span.Clear();
            dvalue.Span.Clear();
            return;
        }
        byte* kept = op.DropoutProb > 0 ? k.In<byte>("Kept").Pointer : null;
        T* dmask = op.WantsMask ? k.Out<T>("MaskGrad").Pointer : null;
        T factor = T.CreateTruncating(op.DropoutProb < 1 ? 1 / (1 - (double)op.DropoutProb) : 1);
        double scale = 1 / Math.Sqrt(heads.D);
        int n = heads.N;
        Workers.For(heads.Count, (long)heads.M * n * (heads.D + heads.DValue) / 4, (start, end) =>
        {
            for (int head = start; head < end; head++)
            {
                T* keys = key.Pointer + heads.Key(head), values = value.Pointer + heads.Value(head);
                for (int first = 0; first < heads.M; first += Block)
                {
                    int rows = Math.Min(Block, heads.M - first), count = rows * n;
                    long at = ((long)head * heads.M * n) + ((long)first * n);
                    T* p = weights.Pointer + at, dy = dout.Pointer + heads.Output(head) + ((long)first * heads.ValueStride);
                    T* ds = dmask != null ? dmask + at : Scratch.Get<T>(Scratch.Slot.Weights, count), dropped = p;
                    if (kept != null)
                    {
                        dropped = Scratch.Get<T>(Scratch.Slot.Dropped, count);
                        for (int i = 0; i < count; i++)
                            dropped[i] = kept[at + i] != 0 ? p[i] * factor : T.Zero;
                    }
                    Gemm.Run(true, false, n, heads.DValue, rows, 1, dropped, n, dy, heads.ValueStride, first > 0, dvalue.Pointer + heads.Value(head), heads.ValueStride);
                    Gemm.Run(false, true, rows, n, heads.DValue, 1, dy, heads.ValueStride, values, heads.ValueStride, false, ds, n);
                    for (int i = 0; kept != null && i < count; i++)
                        ds[i] = kept[at + i] != 0 ? ds[i] * factor : T.Zero;
                    for (int i = 0; i < rows; i++)
                    {
                        Span<T> line = new(ds + ((long)i * n), n), y = new(p + ((long)i * n), n);
                        TensorPrimitives.Subtract(line, TensorPrimitives.Dot<T>(line, y), line);
                        TensorPrimitives.Multiply(line, y, line);
                    }
                    T* asked = q.Pointer + heads.Query(head) + ((long)first * heads.QueryStride);
                    Gemm.Run(false, false, rows, heads.D, n, scale, ds, n, keys, heads.QueryStride, false, dq.Pointer + heads.Query(head) + ((long)first * heads.QueryStride), heads.QueryStride);
                    Gemm.Run(true, false, n, heads.D, rows, scale, ds, n, asked, heads.QueryStride, first > 0, dkey.Pointer + heads.Key(head), heads.QueryStride);
                }
            }
        });
    }
}
