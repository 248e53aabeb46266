using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Elementwise;

/// <summary>
/// Where a loop finds what it reads: inputs by address and by a mask that is 0 where one vector stands for all, and places for a vector each.
/// </summary>
internal readonly unsafe struct LaneFrame(float** starts, nint* masks, float* places)
{
    /// <summary>Numbers that a place has room for: those of the widest lanes.</summary>
    public const int PlaceSize = 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Input(int index, nint i) => starts[index] + (i & masks[index]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Place(int index) => places + (index * PlaceSize);
}

/// <summary>A value of a formula as a type, which the compiler makes one run of instructions of.</summary>
internal interface ILaneValue
{
    static abstract L At<L>(LaneFrame frame, nint i)
        where L : struct, ILanes<L>;
}

/// <summary>A number as a type, digit by digit.</summary>
internal interface INumeral
{
    static abstract int Value { get; }
}

/// <summary>The types that formulas are put together from.</summary>
internal static unsafe class LaneValues
{
    public readonly struct Zero : INumeral
    {
        public static int Value => 0;
    }

    public readonly struct Twice<N> : INumeral
        where N : struct, INumeral
    {
        public static int Value => 2 * N.Value;
    }

    public readonly struct TwicePlusOne<N> : INumeral
        where N : struct, INumeral
    {
        public static int Value => (2 * N.Value) + 1;
    }

    public readonly struct Input<N> : ILaneValue
        where N : struct, INumeral
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L At<L>(LaneFrame frame, nint i)
            where L : struct, ILanes<L>
            => L.Load(frame.Input(N.Value, i));
    }

    /// <summary>A constant, or a value that was worked out before.</summary>
    public readonly struct Held<N> : ILaneValue
        where N : struct, INumeral
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L At<L>(LaneFrame frame, nint i)
            where L : struct, ILanes<L>
            => L.Load(frame.Place(N.Value));
    }

    /// <summary>The rest, once a value that it reads more than once lies in its place.</summary>
    public readonly struct With<N, A, Rest> : ILaneValue
        where N : struct, INumeral
        where A : struct, ILaneValue
        where Rest : struct, ILaneValue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L At<L>(LaneFrame frame, nint i)
            where L : struct, ILanes<L>
        {
            A.At<L>(frame, i).Store(frame.Place(N.Value));
            return Rest.At<L>(frame, i);
        }
    }

    public readonly struct Of<F, A> : ILaneValue
        where F : struct, ILaneFunction
        where A : struct, ILaneValue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L At<L>(LaneFrame frame, nint i)
            where L : struct, ILanes<L>
            => F.Of(A.At<L>(frame, i), default, default);
    }

    public readonly struct Of<F, A, B> : ILaneValue
        where F : struct, ILaneFunction
        where A : struct, ILaneValue
        where B : struct, ILaneValue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L At<L>(LaneFrame frame, nint i)
            where L : struct, ILanes<L>
            => F.Of(A.At<L>(frame, i), B.At<L>(frame, i), default);
    }

    public readonly struct Of<F, A, B, C> : ILaneValue
        where F : struct, ILaneFunction
        where A : struct, ILaneValue
        where B : struct, ILaneValue
        where C : struct, ILaneValue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L At<L>(LaneFrame frame, nint i)
            where L : struct, ILanes<L>
            => F.Of(A.At<L>(frame, i), B.At<L>(frame, i), C.At<L>(frame, i));
    }
}
