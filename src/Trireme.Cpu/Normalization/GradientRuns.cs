using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Normalization;

/// <summary>A run of gradients of normalized values.</summary>
internal interface IGradientRun<L>
{
    /// <summary>The lanes from a place on, for inputs x.</summary>
    L Whole(L x, int at);

    /// <summary>A few lanes, zeros behind.</summary>
    L First(L x, int at, int count);
}

/// <summary>The runs of gradients of all channels and images.</summary>
internal interface IGradientRuns<G>
{
    G Of(int channel, int image);
}

/// <summary>Gradients that lie ready.</summary>
internal readonly unsafe struct Given<L, T>(T* dy) : IGradientRun<L>
    where L : struct, ILanes<L, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Whole(L x, int at) => L.Load(dy + at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L First(L x, int at, int count) => L.LoadFirst(dy + at, count);
}

/// <summary>What a rectifier behind x · a + b lets pass: computed once more with the same rounding, the value need not be read.</summary>
internal readonly unsafe struct PassedByInput<L, T, R>(R rectifier, T* dy, T a, T b) : IGradientRun<L>
    where L : struct, ILanes<L, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where R : struct, IRectifier<L>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Whole(L x, int at) => L.Load(dy + at) * rectifier.Slope(L.MulAdd(x, L.All(a), L.All(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L First(L x, int at, int count) => L.LoadFirst(dy + at, count) * rectifier.Slope(L.MulAdd(x, L.All(a), L.All(b)));
}

/// <summary>What a rectifier lets pass, told from its results, and written down.</summary>
internal readonly unsafe struct PassedByOutput<L, T, R>(R rectifier, T* dy, T* y, T* passed) : IGradientRun<L>
    where L : struct, ILanes<L, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where R : struct, IRectifier<L>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Whole(L x, int at)
    {
        L g = L.Load(dy + at) * rectifier.Slope(L.Load(y + at));
        g.Store(passed + at);
        return g;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L First(L x, int at, int count)
    {
        L g = L.LoadFirst(dy + at, count) * rectifier.Slope(L.LoadFirst(y + at, count));
        g.StoreFirst(passed + at, count);
        return g;
    }
}
