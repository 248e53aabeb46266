namespace Trireme.Operators;

/// <summary>
/// The sizes of a recurrent network's run and where its intermediate values lie in Reserve. For each layer and direction: the gates after their
/// activation [T, B, gates · H]; the hidden states [T + 1, B, H], for LSTM the cell states likewise, for GRU the recurrent part of the candidate
/// [T, B, H]. State t + 1 is that after step t, or state t where time runs backwards; the one left over is the initial state.
/// Behind all of them the inputs of the second and further layers. Without a gradient all layers use the same room.
/// </summary>
internal readonly record struct RnnPlan(int Steps, int Batch, int Features, int Hidden, int Layers, int Directions, int Gates, bool Keeps, float Dropout)
{
    public bool IsLstm => Gates == 4;

    public bool IsGru => Gates == 3;

    public int StateCount => IsLstm ? 2 : 1;

    /// <summary>Features of a layer's output.</summary>
    public int Width => Directions * Hidden;

    public bool Drops => Keeps && Dropout > 0 && Layers > 1;

    public Shape ReserveShape => Flat(ProductAt + (IsGru ? (long)Batch * Gates * Hidden : 0));

    /// <summary>What a gradient needs besides: the gradients of the gates, twice for GRU, those of the states and of two layers' outputs.</summary>
    public Shape WorkspaceShape => Flat(((IsGru ? 2 : 1) * GateSize) + (2L * Batch * Hidden) + ((Layers > 1 ? 2 : 0) * OutputSize));

    public long GateSize => (long)Steps * Batch * Gates * Hidden;

    public long OutputSize => (long)Steps * Batch * Width;

    public static RnnPlan Of(RnnOp op, Shape input)
        => new(input[0], input[1], op.InputSize, op.HiddenSize, op.NumLayers, op.IsBidirec ? 2 : 1, op.Mode switch { "LSTM" => 4, "GRU" => 3, _ => 1 },
            !op.IsTest, op.IsTest ? 0 : op.DropoutProb);

    public int FeaturesOf(int layer) => layer == 0 ? Features : Width;

    public long GatesAt(int layer, int direction) => Keeps ? ((layer * Directions) + direction) * SegmentSize : 0;

    public long HiddenAt(int layer, int direction) => GatesAt(layer, direction) + GateSize;

    public long CellsAt(int layer, int direction) => HiddenAt(layer, direction) + StateSize;

    public long CandidateAt(int layer, int direction) => HiddenAt(layer, direction) + StateSize;

    /// <summary>The input of a layer above the first one.</summary>
    public long InputAt(int layer) => InputsAt + ((Keeps ? layer - 1 : (layer - 1) & 1) * OutputSize);

    /// <summary>Room for what one step adds to the gates, where that has to be kept apart.</summary>
    public long ProductAt => InputsAt + ((Keeps ? Layers - 1 : Math.Min(Layers - 1, 2)) * OutputSize);

    private long InputsAt => (Keeps ? Layers * Directions : 1) * SegmentSize;

    private long StateSize => (Steps + 1L) * Batch * Hidden;

    private long SegmentSize => GateSize + ((IsLstm ? 2 : 1) * StateSize) + (IsGru ? (long)Steps * Batch * Hidden : 0);

    private static Shape Flat(long size) => (Shape)checked((int)size);
}
