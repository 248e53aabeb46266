using System.Runtime.Intrinsics;

namespace Trireme.Cpu;

/// <summary>A kernel body that can be compiled for every width of single-precision lanes.</summary>
internal interface ILaneBody
{
    void Run<L>() where L : struct, ILanes<L>;
}

/// <summary>Chooses the vector width kernels run at: the widest the machine has, or the one a test forces.</summary>
internal static class LaneWidth
{
    // Of the thread and not of the process, so that tests of different widths can run side by side. Kernels therefore choose their
    // width on the calling thread, before they split the work.
    [ThreadStatic]
    private static int _forced;

    /// <summary>The widest registers of this machine in bits: 512, 256, 128, or 32 for plain scalar code.</summary>
    public static int WidestBits
        => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 32;

    /// <summary>The width in bits that kernels started on this thread use.</summary>
    public static int Bits => _forced != 0 ? _forced : WidestBits;

    /// <summary>Makes kernels started on this thread use a width (512, 256, 128 or 32 bits) until the result is disposed.</summary>
    /// <remarks>A width the machine lacks still computes the same values, in software.</remarks>
    public static Forced Force(int bits)
    {
        if (bits is not (512 or 256 or 128 or 32))
            throw new ArgumentOutOfRangeException(nameof(bits), bits, "The width of lanes is 512, 256, 128 or 32 bits.");
        var restore = new Forced(_forced);
        _forced = bits;
        return restore;
    }

    /// <summary>Runs the body with lanes of the present width.</summary>
    public static void Run<TBody>(ref TBody body) where TBody : struct, ILaneBody, allows ref struct
    {
        switch (Bits)
        {
            case 512: body.Run<Lanes16>(); break;
            case 256: body.Run<Lanes8>(); break;
            case 128: body.Run<Lanes4>(); break;
            default: body.Run<Lanes1>(); break;
        }
    }

    /// <summary>Ends a forced width.</summary>
    public readonly struct Forced(int previous) : IDisposable
    {
        public void Dispose() => _forced = previous;
    }
}
