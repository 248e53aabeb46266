using System.Collections.Concurrent;

namespace Trireme.Cpu.Convolution;

/// <summary>The filter taps that take part along one axis, with their phases and shifts; see <see cref="ConvAxis"/>.</summary>
/// <remarks>They depend on the window alone: those of a window are worked out once, so that a convolution allocates nothing.</remarks>
internal sealed class ConvTaps
{
    private static readonly ConcurrentDictionary<(int Kernel, int Stride, int Dilation), ConvTaps> ForwardTaps = new();
    private static readonly ConcurrentDictionary<(int Kernel, int Stride, int Dilation, int Residue), ConvTaps> BackwardTaps = new();

    private ConvTaps? _unrolled;
    private ConcurrentDictionary<int, ConvTaps>? _whole;

    public required int[] Tap { get; init; }
    public required int[] Phase { get; init; }
    public required int[] Shift { get; init; }
    public required int[] PhaseAt { get; init; }
    public int MaxShift { get; init; }

    /// <summary>What was taken from the shifts of an input gradient so that the least is 0.</summary>
    public int Least { get; init; }

    /// <summary>All taps of a convolution, each in the phase of the source that it reads.</summary>
    public static ConvTaps Forward(int kernel, int stride, int dilation)
        => ForwardTaps.TryGetValue((kernel, stride, dilation), out ConvTaps? known)
            ? known
            : ForwardTaps.GetOrAdd((kernel, stride, dilation), static key => MakeForward(key.Kernel, key.Stride, key.Dilation));

    /// <summary>The taps that meet the input elements of a residue.</summary>
    public static ConvTaps Backward(int kernel, int stride, int dilation, int residue)
        => BackwardTaps.TryGetValue((kernel, stride, dilation, residue), out ConvTaps? known)
            ? known
            : BackwardTaps.GetOrAdd((kernel, stride, dilation, residue), static key => MakeBackward(key.Kernel, key.Stride, key.Dilation, key.Residue));

    /// <summary>A phase for each tap and no shifts.</summary>
    /// <param name="step">Source elements between neighbours of a phase; these taps are always used with the same one.</param>
    public ConvTaps Unrolled(int step)
    {
        if (_unrolled is { } known)
            return known;
        int[] phase = new int[Tap.Length], phaseAt = new int[Tap.Length];
        for (int t = 0; t < Tap.Length; t++)
        {
            phase[t] = t;
            phaseAt[t] = (Shift[t] * step) + PhaseAt[Phase[t]];
        }
        return _unrolled = new ConvTaps { Tap = Tap, Phase = phase, Shift = new int[Tap.Length], PhaseAt = phaseAt };
    }

    /// <summary>One phase, the source as it is, in which neighbouring outputs read <paramref name="step"/> elements apart.</summary>
    /// <param name="step">Source elements between neighbours of a phase; these taps are always used with the same one.</param>
    /// <param name="outputs">Outputs of a row.</param>
    public ConvTaps Whole(int step, int outputs)
    {
        ConcurrentDictionary<int, ConvTaps> known = _whole ?? Interlocked.CompareExchange(ref _whole, new(), null) ?? _whole;
        return known.TryGetValue(outputs, out ConvTaps? whole) ? whole : known.GetOrAdd(outputs, MakeWhole(step, outputs));
    }

    private ConvTaps MakeWhole(int step, int outputs)
    {
        int[] shift = [.. Tap.Select((_, t) => (Shift[t] * step) + PhaseAt[Phase[t]])];
        return new ConvTaps { Tap = Tap, Phase = new int[Tap.Length], Shift = shift, PhaseAt = [0], MaxShift = shift.Max() + ((outputs - 1) * (step - 1)) };
    }

    private static ConvTaps MakeForward(int kernel, int stride, int dilation)
    {
        int[] tap = new int[kernel], phase = new int[kernel], shift = new int[kernel];
        var phaseAt = new List<int>();
        for (int k = 0; k < kernel; k++)
        {
            int at = k * dilation % stride;
            int known = phaseAt.IndexOf(at);
            if (known < 0)
            {
                known = phaseAt.Count;
                phaseAt.Add(at);
            }
            tap[k] = k;
            phase[k] = known;
            shift[k] = k * dilation / stride;
        }
        return new ConvTaps { Tap = tap, Phase = phase, Shift = shift, PhaseAt = [.. phaseAt], MaxShift = shift[^1] };
    }

    private static ConvTaps MakeBackward(int kernel, int stride, int dilation, int residue)
    {
        int[] tap = [.. Enumerable.Range(0, kernel).Where(k => k * dilation % stride == residue)];
        int[] shift = [.. tap.Select(k => (residue - (k * dilation)) / stride)];
        int least = shift.Length == 0 ? 0 : shift[^1];
        for (int t = 0; t < shift.Length; t++)
            shift[t] -= least;
        return new ConvTaps
        {
            Tap = tap,
            Phase = new int[tap.Length],
            Shift = shift,
            PhaseAt = [0],
            MaxShift = shift.Length == 0 ? 0 : shift[0],
            Least = least,
        };
    }
}
