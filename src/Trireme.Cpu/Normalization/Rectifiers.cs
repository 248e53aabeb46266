using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Normalization;

/// <summary>What is done to a normalized value last, and what its gradient is multiplied by, of the same bits as the operators of these names give.</summary>
internal interface IRectifier<L>
{
    L Of(L x);

    /// <summary>1 where a change of the value changes the result, else 0; told from the value or from the result.</summary>
    L Slope(L x);
}

/// <summary>The value itself.</summary>
internal readonly struct Identity<L, T> : IRectifier<L>
    where L : struct, ILanes<L, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Of(L x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Slope(L x) => L.All(T.One);
}

/// <summary>At least 0; NaN stays.</summary>
internal readonly struct Relu<L, T> : IRectifier<L>
    where L : struct, ILanes<L, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Of(L x) => L.Select(L.LessOrEqual(x, L.Zero), L.Zero, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Slope(L x) => L.Less(L.Zero, x) & L.All(T.One);
}

/// <summary>At least 0 and at most 6; NaN stays.</summary>
internal readonly struct Relu6<L, T>(T six) : IRectifier<L>
    where L : struct, ILanes<L, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Of(L x)
    {
        L positive = L.Select(L.LessOrEqual(x, L.Zero), L.Zero, x);
        return L.Select(L.Less(L.All(six), positive), L.All(six), positive);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Slope(L x) => L.Less(L.Zero, x) & L.Less(x, L.All(six)) & L.All(T.One);
}
