namespace Trireme.Cpu.Convolution;

/// <summary>
/// One axis of a convolution of each channel by itself, or of the input gradient of one, as its targets see it: target i meets a run of taps whose sources lie
/// evenly apart. Targets that are <see cref="Classes"/> apart meet the same taps, with sources <see cref="SourceStep"/> further on.
/// </summary>
internal readonly record struct DepthwiseAxis(int Sources, int Targets, int Kernel, int Stride, int Pad, int Dilation, bool IsGradient)
{
    public int Classes => IsGradient ? Stride : 1;

    public int SourceStep => IsGradient ? 1 : Stride;

    /// <summary>The taps a target meets, those outside the source included.</summary>
    private TapRun Taps(int target)
    {
        if (!IsGradient)
            return new TapRun(0, Kernel, 1, (target * Stride) - Pad, Dilation);
        int apart = 1;
        while (apart * Dilation % Stride != 0)
            apart++;
        for (int tap = 0; tap < Math.Min(apart, Kernel); tap++)
        {
            int place = target + Pad - (tap * Dilation);
            if (place % Stride == 0)
                return new TapRun(tap, ((Kernel - 1 - tap) / apart) + 1, apart, place / Stride, -Dilation * apart / Stride);
        }
        return default;
    }

    /// <summary>The taps a target meets inside the source.</summary>
    private TapRun TapsInside(int target)
    {
        TapRun run = Taps(target);
        while (run.Count > 0 && (uint)run.Source >= (uint)Sources)
            run = run with { Tap = run.Tap + run.TapStep, Source = run.Source + run.SourceStep, Count = run.Count - 1 };
        while (run.Count > 0 && (uint)(run.Source + ((run.Count - 1) * run.SourceStep)) >= (uint)Sources)
            run = run with { Count = run.Count - 1 };
        return run;
    }

    /// <summary>Room for the runs of every target and of every class.</summary>
    public int Runs => Targets + Classes;

    /// <summary>Writes what every target meets inside the source and then what every class meets wherever it lies.</summary>
    public unsafe void WriteRuns(TapRun* runs)
    {
        for (int target = 0; target < Targets; target++)
            runs[target] = TapsInside(target);
        for (int i = 0; i < Classes; i++)
            runs[Targets + i] = Taps(i);
    }

    /// <summary>Bounds of what the targets from <paramref name="first"/> to before <paramref name="end"/> read, which may lie outside the source.</summary>
    public (int First, int Last) Reads(int first, int end)
    {
        int reach = (Kernel - 1) * Dilation;
        return IsGradient
            ? (Floor(first + Pad - reach, Stride), Floor(end - 1 + Pad, Stride))
            : ((first * Stride) - Pad, ((end - 1) * Stride) - Pad + reach);
    }

    private static int Floor(int a, int b) => a >= 0 ? a / b : -((b - 1 - a) / b);
}

/// <summary>Some taps of one axis, <paramref name="TapStep"/> apart from <paramref name="Tap"/> on, and the source elements that they read.</summary>
internal readonly record struct TapRun(int Tap, int Count, int TapStep, int Source, int SourceStep);
