using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>The source of a convolution of each channel by itself: planes of rows by columns, and the outputs they give.</summary>
internal readonly unsafe record struct DepthwisePlanes(int Count, int Channels, int H, int W, int OH, int OW, int PadH, int PadW, nint Address)
{
    public DepthwisePlanes(int count, int channels, int h, int w, int oh, int ow, int padH, int padW, float* source)
        : this(count, channels, h, w, oh, ow, padH, padW, (nint)source)
    {
    }

    public float* Source => (float*)Address;

    /// <summary>Lanes whose column, <paramref name="step"/> times the lane's number and <paramref name="first"/> together, exists.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Inside<L>(int first, int step, int width) where L : struct, ILanes<L>
    {
        L columns = L.MulAdd(L.Sequence(0), L.All(step), L.All(first));
        return L.LessOrEqual(L.Zero, columns) & L.Less(columns, L.All(width));
    }

    /// <summary>A plane around which <paramref name="margin"/> floats can be read; the first and the last as copies, because whole vectors reach beyond their ends.</summary>
    public float* Plane(int plane, int margin)
    {
        int length = H * W;
        float* source = Source + ((long)plane * length);
        if (plane > 0 && plane < Count - 1 && length >= margin)
            return source;
        float* copy = Scratch.Own(length + (2L * margin));
        new Span<float>(copy, length + (2 * margin)).Clear();
        new ReadOnlySpan<float>(source, length).CopyTo(new Span<float>(copy + margin, length));
        return copy + margin;
    }
}
