namespace Trireme.Operators;

/// <summary>
/// Layers of long short-term memories whose parameters lie in one vector: Input [T, B, I], InitH and InitC [layers · directions, B, H] →
/// Out [T, B, directions · H], LastH and LastC.
/// </summary>
/// <param name="MaxLen">Unused; kept for files.</param>
/// <param name="IsBidirec">Whether a second network of each layer runs from the last step to the first.</param>
/// <param name="InputSize">I.</param>
/// <param name="HiddenSize">H.</param>
/// <param name="NumLayers">Layers on top of each other.</param>
/// <param name="IsTest">Whether nothing is dropped.</param>
/// <param name="DropoutProb">The probability with which outputs of a layer are dropped on the way to the next one.</param>
/// <param name="Seed">A seed of its own for dropout, or 0 for the default generator.</param>
/// <remarks>
/// W holds, layer by layer and direction by direction, the weights [4H, inputs] and [4H, H], then all biases [4H] and [4H] in the same order; gates stand in
/// the order input, forget, candidate, output. WeightList holds the same as single tensors, and takes W's place where it is given.
/// </remarks>
[Op("cudnn_lstm", "Input, InitH, InitC, W?, WeightList*, SequenceLength? -> Reserve~, StateOut~, Out, LastH, LastC")]
public sealed record CudnnLstmOp(int MaxLen = 20, bool IsBidirec = false, int InputSize = 10, int HiddenSize = 100, int NumLayers = 1, bool IsTest = false,
    float DropoutProb = 0f, int Seed = 0) : CompositeOp
{
    /// <summary>The number of elements of W.</summary>
    public int WeightSize => Shapes().Sum(s => (int)s.Numel);

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor[] weights = c.List("WeightList");
        if (weights.Length == 0)
        {
            Tensor all = c["W"];
            c.Require(all.Size == WeightSize, $"W has {all.Size} elements; the network needs {WeightSize}.");
            int at = 0;
            weights = Array.ConvertAll(Shapes(), s => all.Slice(0, at, at += (int)s.Numel).Reshape(s));
        }
        Tensor[] results = new RnnOp(DropoutProb, IsBidirec, InputSize, HiddenSize, NumLayers, "LSTM", Seed, IsTest)
            .ApplyAll(c["Input"], new[] { c["InitH"], c["InitC"] }, weights, c.Find("SequenceLength"));
        (c["Out"], c["LastH"], c["LastC"]) = (results[0], results[1], results[2]);
    }

    private Shape[] Shapes()
    {
        int directions = IsBidirec ? 2 : 1, rows = 4 * HiddenSize, networks = NumLayers * directions;
        var shapes = new Shape[4 * networks];
        for (int i = 0; i < networks; i++)
        {
            shapes[2 * i] = (rows, i < directions ? InputSize : directions * HiddenSize);
            shapes[(2 * i) + 1] = (rows, HiddenSize);
            shapes[(2 * networks) + (2 * i)] = shapes[(2 * networks) + (2 * i) + 1] = rows;
        }
        return shapes;
    }
}
