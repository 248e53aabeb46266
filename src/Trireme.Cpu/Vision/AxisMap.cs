namespace Trireme.Cpu.Vision;

/// <summary>
/// A sparse matrix by rows: which elements along an axis make each element of another one, and with which weights. Weights of 0 are left out.
/// </summary>
internal sealed class AxisMap
{
    private readonly int[] _starts;
    private readonly List<int> _index = [];
    private readonly List<double> _weight = [];

    private AxisMap(int inputs, int outputs)
    {
        Inputs = inputs;
        _starts = new int[outputs + 1];
    }

    public int Inputs { get; }

    public int Outputs => _starts.Length - 1;

    /// <summary>The input of each entry; those of one output stand together.</summary>
    public int[] Index => field ??= [.. _index];

    /// <summary>The weight of each entry.</summary>
    public double[] Weight => field ??= [.. _weight];

    public static AxisMap Of(Taps taps, int inputs)
    {
        var map = new AxisMap(inputs, taps.Index.Length / taps.Count);
        for (int o = 0, tap = 0; o < map.Outputs; o++)
        {
            for (int t = 0; t < taps.Count; t++, tap++)
                map.Add(o, taps.Index[tap], taps.Weight[tap]);
        }
        return map;
    }

    /// <summary>The first entry of an output; that of the next one ends its entries.</summary>
    public int Start(int output) => _starts[output];

    /// <summary>The map of two axes that are counted as one, this one the slower.</summary>
    public AxisMap Times(AxisMap fast)
    {
        var map = new AxisMap(Inputs * fast.Inputs, Outputs * fast.Outputs);
        for (int o = 0; o < map.Outputs; o++)
        {
            int slow = o / fast.Outputs, quick = o % fast.Outputs;
            map._starts[o + 1] = map._index.Count;
            for (int a = _starts[slow]; a < _starts[slow + 1]; a++)
            {
                for (int b = fast._starts[quick]; b < fast._starts[quick + 1]; b++)
                    map.Add(o, (Index[a] * fast.Inputs) + fast.Index[b], Weight[a] * fast.Weight[b]);
            }
        }
        return map;
    }

    /// <summary>What takes gradients of the outputs to those of the inputs; the entries of one input are in the order of the outputs.</summary>
    public AxisMap Transposed()
    {
        var entries = new List<(int Output, double Weight)>[Inputs];
        for (int o = 0; o < Outputs; o++)
        {
            for (int e = _starts[o]; e < _starts[o + 1]; e++)
                (entries[Index[e]] ??= []).Add((o, Weight[e]));
        }
        var map = new AxisMap(Outputs, Inputs);
        for (int i = 0; i < Inputs; i++)
        {
            map._starts[i + 1] = map._index.Count;
            foreach ((int output, double weight) in entries[i] ?? [])
                map.Add(i, output, weight);
        }
        return map;
    }

    // Outputs get their entries one after another.
    private void Add(int output, int input, double weight)
    {
        if (weight != 0)
        {
            _index.Add(input);
            _weight.Add(weight);
        }
        _starts[output + 1] = _index.Count;
    }
}
