namespace Trireme.Callbacks;

/// <summary>Decides whether a watched value has become better.</summary>
internal sealed class Monitor
{
    private readonly bool _larger;
    private readonly double _minDelta;

    public Monitor(string name, string mode, double minDelta)
    {
        if (mode is not ("auto" or "min" or "max"))
            throw new InvalidArgumentException($"mode '{mode}' is not known.", "It is one of auto, min, max.");
        _larger = mode == "max" || (mode == "auto" && name.Contains("acc", StringComparison.Ordinal));
        _minDelta = Math.Abs(minDelta);
        Worst = _larger ? double.NegativeInfinity : double.PositiveInfinity;
    }

    public double Worst { get; }

    public bool IsBetter(double value, double best) => _larger ? value - _minDelta > best : value + _minDelta < best;
}
