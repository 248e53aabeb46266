namespace Trireme.Cpu.Vision;

/// <summary>How the outputs of a run are made.</summary>
internal enum LineKind
{
    /// <summary>Weighted sums.</summary>
    Sums,

    /// <summary>Copies of one input each.</summary>
    Plain,

    /// <summary>Two outputs for each input, every second one with the same weights.</summary>
    Doubled,

    /// <summary>One output for two inputs, all with the same weights.</summary>
    Halved,
}

/// <summary>Neighbouring outputs of an <see cref="AxisMap"/> with as many entries each.</summary>
internal readonly record struct LineRun(LineKind Kind, int Count, int Entries)
{
    /// <summary>The run that begins with an output; those of vectors have at least so many elements on the shorter side.</summary>
    public static LineRun From(AxisMap map, int output, int least)
    {
        if (Vectors(map, output, least) is { } run)
            return run;
        int end = output + 1;
        LineKind kind = KindOf(map, output);
        while (end < map.Outputs && KindOf(map, end) == kind && EntriesOf(map, end) == EntriesOf(map, output) && Vectors(map, end, least) is null)
            end++;
        return new LineRun(kind, end - output, EntriesOf(map, output));
    }

    private static LineRun? Vectors(AxisMap map, int output, int least)
    {
        int entries = EntriesOf(map, output);
        if (entries == 0 || map.Outputs - output < least)
            return null;
        int doubled = Repeating(map, output, period: 2, step: 1) & ~1;
        if (doubled >= 2 * least)
            return new LineRun(LineKind.Doubled, doubled, entries);
        if (!Neighbours(map, output))
            return null;
        // Vectors are read in pairs of which an odd last entry uses every second element: the others must be there.
        int halved = Math.Min(Repeating(map, output, period: 1, step: 2), (map.Inputs - map.Index[map.Start(output + 1) - 1]) / 2);
        return halved >= least ? new LineRun(LineKind.Halved, halved, entries) : null;
    }

    // How many outputs from this one on have the entries of the one a period before, so many inputs further on.
    private static int Repeating(AxisMap map, int output, int period, int step)
    {
        int entries = EntriesOf(map, output), end = output + 1;
        for (; end < map.Outputs && EntriesOf(map, end) == entries; end++)
        {
            for (int e = 0; end >= output + period && e < entries; e++)
            {
                int at = map.Start(end) + e, before = map.Start(end - period) + e;
                if (map.Index[at] != map.Index[before] + step || map.Weight[at] != map.Weight[before])
                    return end - output;
            }
        }
        return end - output;
    }

    private static bool Neighbours(AxisMap map, int output)
    {
        for (int e = map.Start(output) + 1; e < map.Start(output + 1); e++)
        {
            if (map.Index[e] != map.Index[e - 1] + 1)
                return false;
        }
        return true;
    }

    private static LineKind KindOf(AxisMap map, int output)
        => EntriesOf(map, output) == 1 && map.Weight[map.Start(output)] == 1 ? LineKind.Plain : LineKind.Sums;

    private static int EntriesOf(AxisMap map, int output) => map.Start(output + 1) - map.Start(output);
}
