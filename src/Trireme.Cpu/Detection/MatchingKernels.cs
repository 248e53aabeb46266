using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Detection;

internal sealed class BipartiteMatchKernel : Kernel<BipartiteMatchOp>
{
    private const float Least = 1e-6f;

    protected override void Run(BipartiteMatchOp op, KernelContext k)
    {
        Data<float> distances = k.In<float>("DistMat");
        int columns = distances.Shape[1];
        int[] offsets = k.Lod("DistMat")?[-1].ToArray() ?? [0, distances.Shape[0]];
        int images = offsets.Length - 1;
        Span<int> matches = k.Allocate<int>("ColToRowMatchIndices", (images, columns)).Span;
        Span<float> chosen = k.Allocate<float>("ColToRowMatchDist", (images, columns)).Span;
        matches.Fill(-1);
        chosen.Clear();
        for (int i = 0; i < images; i++)
        {
            Span<float> own = distances.Span[(offsets[i] * columns)..(offsets[i + 1] * columns)];
            Match(op, own, columns, matches.Slice(i * columns, columns), chosen.Slice(i * columns, columns));
        }
    }

    private static void Match(BipartiteMatchOp op, ReadOnlySpan<float> distances, int columns, Span<int> matches, Span<float> chosen)
    {
        int rows = distances.Length / Math.Max(1, columns);
        var taken = new bool[rows];
        // The largest distance first; a row and a column that are paired take part no more.
        float[] copy = distances.ToArray();
        foreach (int place in Enumerable.Range(0, copy.Length).Where(i => copy[i] >= Least).OrderByDescending(i => copy[i]))
        {
            int row = place / columns, column = place % columns;
            if (taken[row] || matches[column] >= 0)
                continue;
            taken[row] = true;
            (matches[column], chosen[column]) = (row, copy[place]);
        }
        for (int column = 0; op.MatchType == "per_prediction" && column < columns; column++)
        {
            if (matches[column] >= 0)
                continue;
            for (int row = 0; row < rows; row++)
            {
                float distance = distances[(row * columns) + column];
                if (distance >= Math.Max(op.DistThreshold, Least) && distance > chosen[column])
                    (matches[column], chosen[column]) = (row, distance);
            }
        }
    }
}

internal sealed class TargetAssignKernel : BytesKernel<TargetAssignOp>
{
    protected override void Run<T>(TargetAssignOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), target = k.Out<T>("Out");
        Span<int> matches = k.In<int>("MatchIndices").Span;
        Span<float> weights = k.Out<float>("OutWeight").Span;
        int images = target.Shape[0], count = target.Shape[1], width = target.Shape[2], parts = x.Shape[1];
        int[] offsets = k.Lod("X")?[-1].ToArray() ?? Enumerable.Range(0, images + 1).ToArray();
        if (offsets.Length - 1 != images)
            throw new InvalidArgumentException($"target_assign: X has {offsets.Length - 1} sequences, MatchIndices {images} images.");
        T mismatch = Value<T>(k.OutMeta("Out").DType, op.MismatchValue);
        for (int i = 0; i < images * count; i++)
        {
            int match = matches[i], image = i / count;
            Span<T> place = target.Span.Slice(i * width, width);
            weights[i] = match >= 0 ? 1 : 0;
            if (match >= 0)
                x.Span.Slice((((offsets[image] + match) * parts) + (i % count % parts)) * width, width).CopyTo(place);
            else
                place.Fill(mismatch);
        }
        if (!k.Has("NegIndices"))
            return;
        int[] negatives = k.Lod("NegIndices")?[-1].ToArray() ?? throw new InvalidArgumentException("target_assign: NegIndices has no sequences.");
        Span<int> indices = k.In<int>("NegIndices").Span;
        for (int image = 0; image < images; image++)
        {
            for (int j = negatives[image]; j < negatives[image + 1]; j++)
            {
                target.Span.Slice(((image * count) + indices[j]) * width, width).Fill(mismatch);
                weights[(image * count) + indices[j]] = 1;
            }
        }
    }

    private static unsafe T Value<T>(DType dtype, int value)
        where T : unmanaged
    {
        T result = default;
        switch (dtype.Kind)
        {
            case DTypeKind.Float32:
                *(float*)&result = value;
                break;
            case DTypeKind.Float64:
                *(double*)&result = value;
                break;
            case DTypeKind.Int64:
                *(long*)&result = value;
                break;
            case DTypeKind.Int32:
                *(int*)&result = value;
                break;
            default:
                throw new InvalidArgumentException($"target_assign: X is {dtype}.", "It must be float32, float64, int32 or int64.", "Cast it.");
        }
        return result;
    }
}

internal sealed class MineHardExamplesKernel : Kernel<MineHardExamplesOp>
{
    protected override void Run(MineHardExamplesOp op, KernelContext k)
    {
        Data<int> matches = k.In<int>("MatchIndices"), updated = k.Out<int>("UpdatedMatchIndices");
        int images = matches.Shape[0], count = matches.Shape[1];
        float[] loss = k.In<float>("ClsLoss").Span.ToArray(), distances = k.In<float>("MatchDist").Span.ToArray();
        bool all = op.MiningType == "hard_example";
        if (all && k.Has("LocLoss"))
        {
            Span<float> location = k.In<float>("LocLoss").Span;
            for (int i = 0; i < loss.Length; i++)
                loss[i] += location[i];
        }
        int[] own = matches.Span.ToArray();
        var chosen = new List<int>();
        var lengths = new List<int>();
        for (int image = 0; image < images; image++)
        {
            int begin = image * count, positives = own.Skip(begin).Take(count).Count(m => m >= 0);
            int[] eligible = Enumerable.Range(begin, count).Where(i => all || (own[i] < 0 && distances[i] < op.NegDistThreshold)).ToArray();
            int wanted = Math.Min(eligible.Length, all ? op.SampleSize : (int)(positives * op.NegPosRatio));
            var selected = new HashSet<int>(eligible.OrderByDescending(i => loss[i]).Take(wanted));
            for (int i = begin; all && i < begin + count; i++)
            {
                if (own[i] >= 0 && !selected.Contains(i))
                    own[i] = -1;
                else if (own[i] >= 0)
                    selected.Remove(i);
            }
            chosen.AddRange(selected.Select(i => i - begin).Order());
            lengths.Add(selected.Count);
        }
        own.CopyTo(updated.Span);
        chosen.ToArray().CopyTo(k.Allocate<int>("NegIndices", (chosen.Count, 1)).Span);
        k.SetLod("NegIndices", Lod.FromLengths(lengths));
    }
}
