using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed class ArgMaxKernel : NumericKernel<ArgMaxOp>
{
    protected override void Run<T>(ArgMaxOp op, KernelContext k) => Extreme.Find<T>(k, (int)op.Axis, op.Flatten, largest: true);
}

internal sealed class ArgMinKernel : NumericKernel<ArgMinOp>
{
    protected override void Run<T>(ArgMinOp op, KernelContext k) => Extreme.Find<T>(k, (int)op.Axis, op.Flatten, largest: false);
}

/// <summary>The first position of the largest or smallest element along an axis; a NaN beats every number.</summary>
internal static unsafe class Extreme
{
    public static void Find<T>(KernelContext k, int axis, bool flatten, bool largest)
        where T : unmanaged, INumber<T>
    {
        Data<T> x = k.In<T>("X");
        (int outer, int length, int inner) = flatten ? (1, x.Length, 1) : x.Split(axis);
        bool wide = k.OutMeta("Out").DType.Kind == DTypeKind.Int64;
        long* longs = wide ? k.Out<long>("Out").Pointer : null;
        int* ints = wide ? null : k.Out<int>("Out").Pointer;
        T* source = x.Pointer;
        if (inner == 1)
        {
            Workers.For(outer, length, (start, end) =>
            {
                for (int o = start; o < end; o++)
                {
                    int found = Line(new ReadOnlySpan<T>(source + ((long)o * length), length), largest);
                    if (wide)
                        longs[o] = found;
                    else
                        ints[o] = found;
                }
            });
            return;
        }
        Workers.For(outer * inner, length, (start, end) =>
        {
            for (int line = start; line < end; line++)
            {
                T* from = source + ((long)(line / inner) * length * inner) + (line % inner);
                int found = Strided(from, inner, length, largest);
                if (wide)
                    longs[line] = found;
                else
                    ints[line] = found;
            }
        });
    }

    private static int Line<T>(ReadOnlySpan<T> line, bool largest)
        where T : unmanaged, INumber<T>
    {
        if (line.Length < 32)
        {
            fixed (T* p = line)
                return Strided(p, 1, line.Length, largest);
        }
        // The value first, at the speed of memory, then its first place: −0 and 0 are equal, a NaN is found by itself.
        T value = largest ? TensorPrimitives.Max(line) : TensorPrimitives.Min(line);
        if (!T.IsNaN(value))
            return line.IndexOf(value);
        int i = 0;
        while (!T.IsNaN(line[i]))
            i++;
        return i;
    }

    [MethodImpl(Compiled.Alone)]
    private static int Strided<T>(T* from, int stride, int length, bool largest)
        where T : unmanaged, INumber<T>
    {
        int found = 0;
        T best = *from;
        for (int i = 1; i < length && !T.IsNaN(best); i++)
        {
            T value = from[(long)i * stride];
            if ((largest ? value > best : value < best) || T.IsNaN(value))
                (best, found) = (value, i);
        }
        return found;
    }
}
