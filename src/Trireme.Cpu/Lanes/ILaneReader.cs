using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>Makes a vector of the numbers in memory, on the way through a kernel that moves them.</summary>
internal unsafe interface ILaneReader<L> where L : struct, ILanes<L>
{
    L Read(float* source);
}

/// <summary>The numbers as they are.</summary>
internal readonly unsafe struct WholeVector<L> : ILaneReader<L> where L : struct, ILanes<L>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Read(float* source) => L.Load(source);
}

/// <summary>The first numbers, and zeros behind; nothing is read beyond them.</summary>
internal readonly unsafe struct FirstOfVector<L>(int count) : ILaneReader<L> where L : struct, ILanes<L>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Read(float* source) => L.LoadFirst(source, count);
}

/// <summary>The numbers plus others, and not less than a floor.</summary>
internal readonly unsafe struct BiasedVector<L>(L bias, L floor) : ILaneReader<L> where L : struct, ILanes<L>
{
    // The sum stands second in the maximum, so that a NaN stays one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Read(float* source) => L.MaxNative(floor, L.Load(source) + bias);
}
