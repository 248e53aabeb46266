namespace Trireme.Cpu.Convolution;

/// <summary>
/// One spatial axis of a convolution brought to stride 1: output i is the sum over the taps t of what stands at element i + Shift[t] of
/// phase Phase[t], where element j of phase p is source element SourceStart + j · SourceStep + PhaseAt[p], zero outside the source.
/// Output i is written at OutStart + i · OutStep.
/// </summary>
internal readonly struct ConvAxis
{
    public int Count { get; init; }
    public int OutStart { get; init; }
    public int OutStep { get; init; }
    public int SourceStart { get; init; }
    public int SourceStep { get; init; }
    public int SourceCount { get; init; }

    /// <summary>The filter taps that take part.</summary>
    public required ConvTaps Taps { get; init; }
    public int[] Tap => Taps.Tap;
    public int[] Phase => Taps.Phase;
    public int[] Shift => Taps.Shift;
    public int[] PhaseAt => Taps.PhaseAt;
    public int MaxShift => Taps.MaxShift;

    /// <summary>Source element of output <paramref name="i"/> under tap number <paramref name="t"/>; outside the source it is zero.</summary>
    public int SourceOf(int i, int t) => SourceStart + ((i + Shift[t]) * SourceStep) + PhaseAt[Phase[t]];

    /// <summary>The axis of a convolution: its stride splits the source into phases, every stride-th element each.</summary>
    public static ConvAxis Forward(int inputs, int outputs, int kernel, int stride, int pad, int dilation)
        => new()
        {
            Count = outputs,
            OutStep = 1,
            SourceStart = -pad,
            SourceStep = stride,
            SourceCount = inputs,
            Taps = ConvTaps.Forward(kernel, stride, dilation),
        };

    /// <summary>
    /// The axis of an input gradient, for the input elements i with (i + pad) mod stride = <paramref name="residue"/>: those meet the
    /// same taps, and their neighbours read neighbouring output gradients.
    /// </summary>
    public static ConvAxis Backward(int inputs, int outputs, int kernel, int stride, int pad, int dilation, int residue)
    {
        int first = (((residue - pad) % stride) + stride) % stride;
        int count = first >= inputs ? 0 : ((inputs - 1 - first) / stride) + 1;
        ConvTaps taps = ConvTaps.Backward(kernel, stride, dilation, residue);
        return new ConvAxis
        {
            Count = count,
            OutStart = first,
            OutStep = stride,
            SourceStart = ((first + pad - residue) / stride) + taps.Least,
            SourceStep = 1,
            SourceCount = outputs,
            Taps = taps,
        };
    }

    /// <summary>The same axis with a phase for each tap and no shifts: more to copy, but rows follow one another without a gap.</summary>
    public ConvAxis Unrolled() => this with { Taps = Taps.Unrolled(SourceStep) };

    /// <summary>
    /// Zeros that two rows laid one behind the other can share: where every phase ends and begins with padding, the end of one row
    /// is the beginning of the next.
    /// </summary>
    public int SharedPadding()
    {
        int width = Count + MaxShift, shared = MaxShift;
        foreach (int at in PhaseAt)
        {
            int before = 0, after = 0;
            while (before < shared && SourceStart + (before * SourceStep) + at < 0)
                before++;
            while (after < shared && SourceStart + ((width - 1 - after) * SourceStep) + at >= SourceCount)
                after++;
            shared = Math.Min(before, after);
        }
        return shared;
    }
}
