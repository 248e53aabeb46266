using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class NmsKernel : FloatKernel<NmsOp>
{
    protected override void Run<T>(NmsOp op, KernelContext k)
    {
        Data<T> boxes = k.In<T>("Boxes");
        int count = boxes.Shape[0];
        int[] order = Enumerable.Range(0, count).ToArray();
        if (k.Has("Scores"))
        {
            T[] scores = k.In<T>("Scores").Span.ToArray();
            // OrderBy keeps equal scores in the order of the boxes.
            order = [.. order.OrderByDescending(i => scores[i])];
        }
        long[]? groups = k.Has("Categories") ? k.In<long>("Categories").Span.ToArray() : null;
        var kept = new List<int>();
        foreach (int candidate in order)
        {
            if (op.TopK >= 0 && kept.Count == op.TopK)
                break;
            if (groups is not null && groups[candidate] < 0)
                continue;
            bool dropped = false;
            foreach (int better in kept)
            {
                if (groups is not null && groups[better] != groups[candidate])
                    continue;
                dropped = Overlap(boxes.Pointer + (4L * better), boxes.Pointer + (4L * candidate)) > op.IouThreshold;
                if (dropped)
                    break;
            }
            if (!dropped)
                kept.Add(candidate);
        }
        Data<long> result = k.Allocate<long>("KeepBoxesIdxs", kept.Count);
        for (int i = 0; i < kept.Count; i++)
            result[i] = kept[i];
    }

    private static double Overlap<T>(T* a, T* b)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        double across = double.CreateTruncating(T.Min(a[2], b[2]) - T.Max(a[0], b[0])), down = double.CreateTruncating(T.Min(a[3], b[3]) - T.Max(a[1], b[1]));
        if (across <= 0 || down <= 0)
            return 0;
        double both = across * down;
        return both / (Area(a) + Area(b) - both);
    }

    private static double Area<T>(T* box)
        where T : unmanaged, System.Numerics.INumber<T>
        => double.CreateTruncating(box[2] - box[0]) * double.CreateTruncating(box[3] - box[1]);
}
