using System.Numerics;

namespace Trireme.Cpu;

/// <summary>
/// A SIMD register of <see cref="Count"/> numbers of type <typeparamref name="T"/>. Kernels are written once over it and compiled for
/// every width; each operation is one instruction where the machine has it. Comparisons give masks: all bits set where true.
/// </summary>
internal unsafe interface ILanes<L, T>
    where L : struct, ILanes<L, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    static abstract int Count { get; }

    /// <summary>Whether this machine has registers of this width.</summary>
    static abstract bool IsHardware { get; }
    static abstract L Zero { get; }
    static abstract L All(T value);

    /// <summary>The number that <paramref name="source"/> points to, in all lanes.</summary>
    static abstract L All(T* source);

    /// <summary>Numbers first, first + 1, first + 2, …</summary>
    static abstract L Sequence(T first);
    static abstract L Load(T* source);
    static abstract L Load(ref readonly T source);

    /// <summary>Count elements from index on; the caller has made sure that they are there.</summary>
    static abstract L Load(ReadOnlySpan<T> source, int index);

    /// <summary>The first count elements, 0 ≤ count ≤ Count, and zeros behind; reads nothing beyond them.</summary>
    static abstract L LoadFirst(T* source, int count);
    void Store(T* target);
    void Store(ref T target);
    void Store(Span<T> target, int index);

    /// <summary>Writes the first count elements, 0 ≤ count ≤ Count, and nothing beyond them.</summary>
    void StoreFirst(T* target, int count);

    static abstract L operator +(L a, L b);
    static abstract L operator -(L a, L b);
    static abstract L operator *(L a, L b);
    static abstract L operator /(L a, L b);
    static abstract L operator -(L a);
    static abstract L operator &(L a, L b);
    static abstract L operator |(L a, L b);
    static abstract L operator ^(L a, L b);
    static abstract L Add(L a, L b);
    static abstract L Sub(L a, L b);
    static abstract L Mul(L a, L b);
    static abstract L Div(L a, L b);

    /// <summary>a · b + c, rounded once where the machine can do that; where it cannot, in every width alike, the product is rounded too.</summary>
    static abstract L MulAdd(L a, L b, L c);

    /// <summary>The same with the numbers at <paramref name="b"/>, which the compiler can make part of the instruction here and nowhere else.</summary>
    static abstract L MulAdd(L a, T* b, L c);

    /// <summary>The smaller; NaN where either is NaN.</summary>
    static abstract L Min(L a, L b);

    /// <summary>The larger; NaN where either is NaN.</summary>
    static abstract L Max(L a, L b);

    /// <summary>The larger in one instruction; the second operand where either is NaN or both are zero on x86, unspecified elsewhere.</summary>
    static abstract L MaxNative(L a, L b);
    static abstract L Abs(L a);
    static abstract L Sqrt(L a);
    static abstract L Floor(L a);

    /// <summary>To the nearest integer, ties to even.</summary>
    static abstract L Round(L a);

    static abstract L Equal(L a, L b);
    static abstract L Less(L a, L b);
    static abstract L LessOrEqual(L a, L b);

    /// <summary>Bits of <paramref name="a"/> where the mask has ones, of <paramref name="b"/> where it has zeros.</summary>
    static abstract L Select(L mask, L a, L b);

    /// <summary>Sum of all lanes, halves added to halves.</summary>
    T Sum();

    /// <summary>Writes the sums of four registers to target[0 … 3]; cheaper than four sums one by one.</summary>
    static abstract void StoreSums(L a, L b, L c, L d, T* target);
    T MinLane();
    T MaxLane();
}

/// <summary>The lanes of single-precision kernels.</summary>
internal unsafe interface ILanes<L> : ILanes<L, float> where L : struct, ILanes<L>
{
    /// <summary>Of the numbers in <paramref name="a"/> and behind them those in <paramref name="b"/>: the first, third, … and the second, fourth, …</summary>
    static abstract (L Even, L Odd) Unzip(L a, L b);

    /// <summary>Even and odd numbers by turns: what <see cref="Unzip"/> takes apart.</summary>
    static abstract (L First, L Second) Zip(L even, L odd);

    /// <summary>Transposes a square of <see cref="ILanes{L, T}.Count"/> rows: lane i of what the reader makes of row j becomes lane j of row i. All rows are read before the first is
    /// written; they are written in order, so that of those that overlap the later one stands.</summary>
    /// <param name="from">The first row.</param>
    /// <param name="step">Floats from one row to the next.</param>
    /// <param name="reader">Makes a vector of a row.</param>
    /// <param name="to">Where the first vector goes.</param>
    /// <param name="toStep">Floats from one vector to the next.</param>
    static abstract void Turn<R>(float* from, nint step, R reader, float* to, nint toStep) where R : struct, ILaneReader<L>;

    /// <summary>2 to the power n, for integers n from -127 (which gives 0) to 127.</summary>
    static abstract L PowerOfTwo(L n);

    /// <summary>Writes all lanes past the caches, to an address that is a multiple of their size; <see cref="StreamingCopy.Complete"/> ends such writing.</summary>
    void StoreStreaming(float* target);

    /// <summary>
    /// Writes the lanes that are not zero, NaN included, close together, and the same lanes of <paramref name="beside"/>; up to Count elements behind
    /// them may be overwritten. Returns how many these are. No branch depends on the values.
    /// </summary>
    int StoreNonZero(L beside, float* target, float* besideTarget);
}
