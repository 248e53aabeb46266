namespace Trireme.Cpu.Convolution;

/// <summary>
/// How <see cref="Winograd"/> cuts output channels: into panels of two vectors, the last of which may be one, and a few that are left over. A vector with few lanes
/// in use costs as much as a full one; each of those few is a panel of its own, whose lanes are input channels, to be added up for each tile.
/// </summary>
internal readonly struct OutputPanels
{
    // In steps of the sums of a vector of output channels: what a vector of input channels of a single one takes, what it takes to add up its lanes, and what to
    // transform a vector of sums back.
    private const double StepsOfVector = 2.5, StepsOfSum = 2, StepsOfTransform = 8;

    private readonly int _lanes, _vectors, _panels;

    public OutputPanels(int inChannels, int channels, int lanes)
    {
        int over = channels % lanes;
        bool apart = over * ((StepsOfVector * inChannels / lanes) + StepsOfSum) < inChannels + StepsOfTransform;
        _lanes = lanes;
        _vectors = apart ? channels - over : channels;
        _panels = (_vectors + (2 * lanes) - 1) / (2 * lanes);
        Count = _panels + (channels - _vectors);
    }

    /// <summary>Number of panels.</summary>
    public int Count { get; }

    /// <summary>Floats of all panels for one input channel.</summary>
    public int Width => Before(Count);

    /// <summary>Whether a panel is one output channel with input channels in the lanes.</summary>
    public bool IsSingle(int panel) => panel >= _panels;

    /// <summary>The first channel of a panel.</summary>
    public int First(int panel) => IsSingle(panel) ? _vectors + (panel - _panels) : panel * 2 * _lanes;

    /// <summary>Channels of a panel.</summary>
    public int Channels(int panel) => IsSingle(panel) ? 1 : Math.Min(2 * _lanes, _vectors - First(panel));

    /// <summary>Floats of a panel for one input channel.</summary>
    public int WidthOf(int panel) => IsSingle(panel) ? 1 : Channels(panel) > _lanes ? 2 * _lanes : _lanes;

    /// <summary>Floats of all panels before one, for one input channel.</summary>
    public int Before(int panel) => IsSingle(panel) ? ((_vectors + _lanes - 1) / _lanes * _lanes) + (panel - _panels) : First(panel);
}
