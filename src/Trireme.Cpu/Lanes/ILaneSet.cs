using System.Numerics;

namespace Trireme.Cpu;

/// <summary>A kernel body over numbers of one type that can be compiled for every width of their lanes.</summary>
internal interface ILaneBody<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    void Run<L>() where L : struct, ILanes<L, T>;
}

/// <summary>The lanes of every width for one type of number: what lets a kernel be generic over that type too.</summary>
internal interface ILaneSet<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Runs the body with lanes of the present width (<see cref="LaneWidth"/>).</summary>
    static abstract void Run<TBody>(ref TBody body) where TBody : struct, ILaneBody<T>, allows ref struct;
}

/// <summary>Lanes1, Lanes4, Lanes8, Lanes16.</summary>
internal readonly struct SingleLanes : ILaneSet<float>
{
    public static void Run<TBody>(ref TBody body) where TBody : struct, ILaneBody<float>, allows ref struct
    {
        switch (LaneWidth.Bits)
        {
            case 512: body.Run<Lanes16>(); break;
            case 256: body.Run<Lanes8>(); break;
            case 128: body.Run<Lanes4>(); break;
            default: body.Run<Lanes1>(); break;
        }
    }
}

/// <summary>DoubleLanes1, DoubleLanes2, DoubleLanes4, DoubleLanes8.</summary>
internal readonly struct DoubleLanes : ILaneSet<double>
{
    public static void Run<TBody>(ref TBody body) where TBody : struct, ILaneBody<double>, allows ref struct
    {
        switch (LaneWidth.Bits)
        {
            case 512: body.Run<DoubleLanes8>(); break;
            case 256: body.Run<DoubleLanes4>(); break;
            case 128: body.Run<DoubleLanes2>(); break;
            default: body.Run<DoubleLanes1>(); break;
        }
    }
}
