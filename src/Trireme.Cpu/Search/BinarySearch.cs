using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Kernels;

/// <summary>On which side of elements equal to it a value is put.</summary>
internal interface ISearchSide
{
    /// <summary>1 where the element goes behind the value, else 0; a NaN is put behind all elements.</summary>
    static abstract int IsBehind<T>(T element, T value) where T : unmanaged, INumber<T>;
}

internal readonly struct BeforeEqual : ISearchSide
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IsBehind<T>(T element, T value) where T : unmanaged, INumber<T> => element >= value ? 1 : 0;
}

internal readonly struct AfterEqual : ISearchSide
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IsBehind<T>(T element, T value) where T : unmanaged, INumber<T> => element > value ? 1 : 0;
}

/// <summary>
/// Places of values in a sorted row. All values take the same number of steps and no step branches on an element, so that several searches go on
/// side by side instead of each waiting for what was guessed wrong.
/// </summary>
internal readonly unsafe struct BinarySearch<T>(T* row, int length)
    where T : unmanaged, INumber<T>
{
    private readonly T* _row = row;
    private readonly int _length = length;

    /// <summary>Writes to one of the targets, the other is null.</summary>
    [MethodImpl(Compiled.Alone)]
    public void Run<TSide>(T* values, int count, int* ints, long* longs)
        where TSide : struct, ISearchSide
    {
        int i = 0;
        for (; i <= count - 4; i += 4)
        {
            T v0 = values[i], v1 = values[i + 1], v2 = values[i + 2], v3 = values[i + 3];
            int p0 = 0, p1 = 0, p2 = 0, p3 = 0;
            for (int left = _length; left > 0;)
            {
                int half = (left + 1) >> 1;
                p0 += Step<TSide>(p0, half, v0);
                p1 += Step<TSide>(p1, half, v1);
                p2 += Step<TSide>(p2, half, v2);
                p3 += Step<TSide>(p3, half, v3);
                left -= half;
            }
            Write(p0, i, ints, longs);
            Write(p1, i + 1, ints, longs);
            Write(p2, i + 2, ints, longs);
            Write(p3, i + 3, ints, longs);
        }
        for (; i < count; i++)
        {
            int place = 0;
            for (int left = _length, half; left > 0; left -= half)
            {
                half = (left + 1) >> 1;
                place += Step<TSide>(place, half, values[i]);
            }
            Write(place, i, ints, longs);
        }
    }

    // How far the place moves: past half of what is left where the last element of that half is not behind the value.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Step<TSide>(int place, int half, T value)
        where TSide : struct, ISearchSide
        => half & (TSide.IsBehind(_row[place + half - 1], value) - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(int place, int i, int* ints, long* longs)
    {
        if (ints != null)
            ints[i] = place;
        else
            longs[i] = place;
    }
}
