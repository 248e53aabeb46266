using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Normalization;

/// <summary>What is done to a run of normalized values before they are written.</summary>
internal interface IEnding<L>
{
    /// <summary>Of the lanes from a place on.</summary>
    L Whole(L y, int at);

    /// <summary>Of a few lanes.</summary>
    L First(L y, int at, int count);
}

/// <summary>A rectifier.</summary>
internal readonly struct Rectified<L, R>(R rectifier) : IEnding<L>
    where R : struct, IRectifier<L>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Whole(L y, int at) => rectifier.Of(y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L First(L y, int at, int count) => rectifier.Of(y);
}

/// <summary>Other values are added, then a rectifier.</summary>
internal readonly unsafe struct AddedAndRectified<L, T, R>(R rectifier, T* other) : IEnding<L>
    where L : struct, ILanes<L, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where R : struct, IRectifier<L>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Whole(L y, int at) => rectifier.Of(y + L.Load(other + at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L First(L y, int at, int count) => rectifier.Of(y + L.LoadFirst(other + at, count));
}
