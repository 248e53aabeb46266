using System.Numerics;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

/// <summary>Where in the tensor each entry of an index along an axis points.</summary>
internal static unsafe class AlongAxis
{
    public static int[] Positions(KernelContext k, Shape x, int axis)
    {
        if (axis < 0)
            axis += x.Rank;
        int[] positions = Blocks.Positions(k, "Index", x[axis], axis);
        Shape index = k.InMeta("Index").Shape;
        int[] strides = StridedPart.Whole(x).Strides.ToArray();
        int along = strides[axis];
        strides[axis] = 0;
        StridedPlan plan = StridedPlan.Of(index.AsSpan(), strides, StridedPart.Whole(index).Strides.AsSpan());
        var counter = new int[Math.Max(1, plan.Rank)];
        long from = 0, to = 0;
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = (positions[i] * along) + (int)from;
            plan.Next(plan.Rank, counter, ref from, ref to);
        }
        return positions;
    }
}

internal sealed unsafe class TakeAlongAxisKernel : BytesKernel<TakeAlongAxisOp>
{
    protected override void Run<T>(TakeAlongAxisOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("Input"), y = k.Out<T>("Result");
        Blocks.Read(x.Pointer, y.Pointer, AlongAxis.Positions(k, x.Shape, op.Axis), 1);
    }
}

internal sealed unsafe class PutAlongAxisKernel : NumericKernel<PutAlongAxisOp>
{
    protected override void Run<T>(PutAlongAxisOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("Input"), value = k.In<T>("Value"), y = k.Out<T>("Result");
        int[] positions = AlongAxis.Positions(k, x.Shape, op.Axis);
        Blocks.CopyWhole(x, y);
        if (op.Reduce == "assign")
        {
            Blocks.Write(value.Pointer, y.Pointer, positions, 1);
            return;
        }
        if (!op.IncludeSelf)
        {
            T start = op.Reduce switch
            {
                "add" or "mean" => T.Zero,
                "amin" => Largest<T>(),
                "amax" => Smallest<T>(),
                _ => T.One,
            };
            foreach (int position in positions)
                y[position] = start;
        }
        for (int i = 0; i < positions.Length; i++)
        {
            ref T place = ref y[positions[i]];
            place = op.Reduce switch
            {
                "add" or "mean" => place + value[i],
                "amin" => T.Min(place, value[i]),
                "amax" => T.Max(place, value[i]),
                _ => place * value[i],
            };
        }
        if (op.Reduce == "mean")
            Divide(y, positions, op.IncludeSelf ? 1 : 0);
    }

    private static void Divide<T>(Data<T> y, int[] positions, int self)
        where T : unmanaged, INumber<T>
    {
        var counts = new int[y.Length];
        foreach (int position in positions)
            counts[position]++;
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
                y[i] /= T.CreateTruncating(counts[i] + self);
        }
    }

    private static T Largest<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => typeof(T) == typeof(float) ? (T)(object)float.PositiveInfinity : typeof(T) == typeof(double) ? (T)(object)double.PositiveInfinity : T.MaxValue;

    private static T Smallest<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => typeof(T) == typeof(float) ? (T)(object)float.NegativeInfinity : typeof(T) == typeof(double) ? (T)(object)double.NegativeInfinity : T.MinValue;
}
