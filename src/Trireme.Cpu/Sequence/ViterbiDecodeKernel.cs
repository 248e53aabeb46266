using System.Numerics.Tensors;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Sequence;

/// <summary>The best score that ends in each tag, step by step, with the tag it came from; then the way back.</summary>
internal sealed unsafe class ViterbiDecodeKernel : FloatKernel<ViterbiDecodeOp>
{
    protected override void Run<T>(ViterbiDecodeOp op, KernelContext k)
    {
        Data<T> input = k.In<T>("Input"), transition = k.In<T>("Transition"), scores = k.Out<T>("Scores");
        int batch = input.Shape[0], steps = input.Shape[1], tags = input.Shape[2];
        bool wide = k.InMeta("Length").DType.Kind == DTypeKind.Int64;
        var lengths = new int[batch];
        for (int b = 0; b < batch; b++)
        {
            long length = wide ? k.In<long>("Length")[b] : k.In<int>("Length")[b];
            if (length < 1 || length > steps)
                throw new OutOfRangeException($"viterbi_decode: the length {length} of sequence {b} is outside [1, {steps}].");
            lengths[b] = (int)length;
        }
        int longest = batch == 0 ? 0 : lengths.Max();
        Data<long> paths = k.Allocate<long>("Path", (batch, longest));
        Workers.For(batch, (long)longest * tags * tags, (start, end) =>
        {
            var from = new int[longest * tags];
            T[] alpha = new T[tags], before = new T[tags], best = new T[tags];
            for (int b = start; b < end; b++)
            {
                Span<T> potentials = new(input.Pointer + ((long)b * steps * tags), steps * tags), first = potentials[..tags];
                first.CopyTo(alpha);
                if (op.IncludeBosEosTag)
                    TensorPrimitives.Add(alpha, transition.Span[((tags - 1) * tags)..], alpha);
                for (int t = 1; t < lengths[b]; t++)
                {
                    (alpha, before) = (before, alpha);
                    Span<int> origins = from.AsSpan(t * tags, tags);
                    origins.Clear();
                    TensorPrimitives.Add(transition.Span[..tags], before[0], best);
                    for (int i = 1; i < tags; i++)
                    {
                        for (int j = 0; j < tags; j++)
                        {
                            T score = before[i] + transition[(i * tags) + j];
                            if (score > best[j])
                                (best[j], origins[j]) = (score, i);
                        }
                    }
                    TensorPrimitives.Add<T>(best, potentials.Slice(t * tags, tags), alpha);
                }
                if (op.IncludeBosEosTag)
                    TensorPrimitives.Add(alpha, transition.Span.Slice((tags - 2) * tags, tags), alpha);
                int tag = TensorPrimitives.IndexOfMax<T>(alpha);
                scores[b] = alpha[tag];
                Span<long> path = paths.Span.Slice(b * longest, longest);
                path[lengths[b]..].Clear();
                for (int t = lengths[b] - 1; t >= 0; t--)
                {
                    path[t] = tag;
                    tag = t > 0 ? from[(t * tags) + tag] : 0;
                }
            }
        });
    }
}
