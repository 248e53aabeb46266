using System.Numerics;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Reduction;

/// <summary>Lines along an axis: each is walked alone, in parallel with the others.</summary>
internal static class AxisLines
{
    public delegate void Walk(long first, int length, int stride);

    public static void Run((int Outer, int Length, int Inner) split, bool reverse, Walk walk)
    {
        (int outer, int length, int inner) = split;
        if (length == 0)
            return;
        Workers.For(outer * inner, length * 4L, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                int o = i / inner;
                long first = ((long)o * length * inner) + (i - (o * inner));
                walk(reverse ? first + ((long)(length - 1) * inner) : first, length, reverse ? -inner : inner);
            }
        });
    }
}

/// <summary>Running sums.</summary>
internal sealed unsafe class CumsumKernel : NumericKernel<CumsumOp>
{
    protected override void Run<T>(CumsumOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        bool exclusive = op.Exclusive;
        AxisLines.Run(op.Flatten ? (1, x.Length, 1) : x.Split(op.Axis), op.Reverse, (at, n, stride) =>
        {
            T sum = T.Zero;
            for (int i = 0; i < n; i++, at += stride)
            {
                T before = sum;
                sum += x.Pointer[at];
                y.Pointer[at] = exclusive ? before : sum;
            }
        });
    }
}

/// <summary>Running products.</summary>
internal sealed unsafe class CumprodKernel : NumericKernel<CumprodOp>
{
    protected override void Run<T>(CumprodOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        AxisLines.Run(x.Split(op.Dim), false, (at, n, stride) =>
        {
            T product = T.One;
            for (int i = 0; i < n; i++, at += stride)
                y.Pointer[at] = product *= x.Pointer[at];
        });
    }
}

/// <summary>Running log Σ exp: the larger of both plus log(1 + exp(−distance)).</summary>
internal sealed unsafe class LogcumsumexpKernel : FloatKernel<LogcumsumexpOp>
{
    protected override void Run<T>(LogcumsumexpOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        AxisLines.Run(op.Flatten ? (1, x.Length, 1) : x.Split(op.Axis), false, (at, n, stride) =>
        {
            T sum = T.NegativeInfinity;
            for (int i = 0; i < n; i++, at += stride)
            {
                T v = x.Pointer[at], larger = T.Max(sum, v), smaller = T.Min(sum, v);
                sum = T.IsInfinity(larger) ? larger : larger + Elementwise.ExactNearZero.Log1p(T.Exp(smaller - larger));
                y.Pointer[at] = sum;
            }
        });
    }
}

/// <summary>First-order linear recurrences.</summary>
internal sealed unsafe class ScanKernel : NumericKernel<ScanOp>
{
    protected override void Run<T>(ScanOp op, KernelContext k)
    {
        Data<T> a = k.In<T>("A"), b = k.In<T>("B"), y = k.Out<T>("Out");
        AxisLines.Run(a.Split(op.Axis), op.Reverse, (at, n, stride) =>
        {
            T sum = b.Pointer[at];
            y.Pointer[at] = sum;
            for (int i = 1; i < n; i++)
            {
                at += stride;
                y.Pointer[at] = sum = b.Pointer[at] + (a.Pointer[at] * sum);
            }
        });
    }
}

/// <summary>Moves elements along an axis by one place or more.</summary>
internal sealed unsafe class ShiftKernel : NumericKernel<ShiftOp>
{
    protected override void Run<T>(ShiftOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        (int outer, int length, int inner) = x.Split(op.Axis);
        T fill = T.CreateTruncating(op.Fill);
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < length; i++)
            {
                int from = i - op.By;
                var to = new Span<T>(y.Pointer + (((long)o * length) + i) * inner, inner);
                if (from < 0 || from >= length)
                    to.Fill(fill);
                else
                    new ReadOnlySpan<T>(x.Pointer + (((long)o * length) + from) * inner, inner).CopyTo(to);
            }
        }
    }
}

/// <summary>Running maxima with their positions.</summary>
internal sealed unsafe class CummaxKernel : NumericKernel<CummaxOp>
{
    protected override void Run<T>(CummaxOp op, KernelContext k)
        => RunningExtremes.Run<T>(k, op.Axis, static (v, best) => v >= best);
}

/// <summary>Running minima with their positions.</summary>
internal sealed unsafe class CumminKernel : NumericKernel<CumminOp>
{
    protected override void Run<T>(CumminOp op, KernelContext k)
        => RunningExtremes.Run<T>(k, op.Axis, static (v, best) => v <= best);
}

file static unsafe class RunningExtremes
{
    public static void Run<T>(KernelContext k, int axis, Func<T, T, bool> isBetter)
        where T : unmanaged, INumber<T>
    {
        Data<T> x = k.In<T>("x"), y = k.Out<T>("out");
        bool wide = k.OutMetaAt(1).DType.Kind == DTypeKind.Int64;
        nint indices = k.OutPointerAt(1);
        AxisLines.Run(x.Split(axis), false, (at, n, stride) =>
        {
            T best = x.Pointer[at];
            int where = 0;
            for (int i = 0; i < n; i++, at += stride)
            {
                T v = x.Pointer[at];
                if (isBetter(v, best) || (T.IsNaN(v) && !T.IsNaN(best)))
                    (best, where) = T.IsNaN(best) ? (best, where) : (v, i);
                y.Pointer[at] = best;
                if (wide)
                    ((long*)indices)[at] = where;
                else
                    ((int*)indices)[at] = where;
            }
        });
    }
}
