namespace Trireme.Operators;

/// <summary>
/// Gated recurrent units over sequences: Input [T, 3D] → Hidden [T, D]. The columns of Input and Bias [1, 3D] are those of the update gate, the
/// reset gate and the candidate; Weight holds first the [D, 2D] elements of both gates, then the [D, D] of the candidate.
/// </summary>
/// <param name="Activation">Of the candidate.</param>
/// <param name="GateActivation">Of the gates.</param>
/// <param name="IsReverse">Whether sequences are read from their ends.</param>
/// <param name="OriginMode">Whether the update gate keeps the old state (Cho et al. 2014) instead of taking the new one.</param>
/// <param name="IsTest">Unused; kept for files.</param>
[Op("gru", "Input, H0?, Weight, Bias? -> Hidden, BatchGate~, BatchResetHiddenPrev~, BatchHidden~", SetsLod = true)]
public sealed record GruOp(string Activation = "tanh", string GateActivation = "sigmoid", bool IsReverse = false, bool OriginMode = false, bool IsTest = false) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["Input"].Shape, weight = c["Weight"].Shape;
        c.Require(weight.Rank == 2 && weight[1] == 3 * weight[0], "Weight must be [D, 3D].");
        c.Require(x.Rank == 2 && (x[1] < 0 || x[1] == weight[1]), $"Input must have {weight[1]} columns.");
        c["Hidden"] = c["Input"] with { Shape = (x[0], weight[0]) };
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        (Tensor gates, Tensor candidate) = Weights(c["Weight"]);
        int width = candidate.Shape[0];
        Lod lod = Sequences.LodOf(c, "Input");
        var batches = new TimeBatches(lod[-1].ToArray(), IsReverse);
        Tensor x = c["Input"];
        if (c.Find("Bias") is { } bias)
            x += bias.Reshape([1, -1]);
        x = batches.Gather(x);
        Tensor hidden = batches.Initial(c.Find("H0"), width, x.DType);
        var hiddens = new List<Tensor>();
        for (int t = 0; t < batches.Steps; t++)
        {
            hidden = Step(batches.Step(x, t), batches.Kept(hidden, t), gates, candidate, GateActivation, Activation, OriginMode).Hidden;
            hiddens.Add(hidden);
        }
        c["Hidden"] = batches.Scatter(hiddens, lod);
    }

    internal static (Tensor Gates, Tensor Candidate) Weights(Tensor weight)
    {
        int width = weight.Shape[0];
        Tensor flat = weight.Flatten();
        return (flat.Slice(0, 0, 2 * width * width).Reshape((width, 2 * width)), flat.Slice(0, 2 * width * width, 3 * width * width).Reshape((width, width)));
    }

    internal static (Tensor Hidden, Tensor Gate, Tensor Reset) Step(Tensor x, Tensor state, Tensor gates, Tensor candidate, string gate, string activation, bool origin)
    {
        int width = state.Shape[1];
        Tensor both = LstmSteps.Activate(gate, x.Slice(1, 0, 2 * width) + state.Matmul(gates));
        Tensor update = both.Slice(1, 0, width), reset = both.Slice(1, width, 2 * width) * state;
        Tensor next = LstmSteps.Activate(activation, x.Slice(1, 2 * width, 3 * width) + reset.Matmul(candidate));
        Tensor hidden = origin ? next + (update * (state - next)) : state + (update * (next - state));
        return (hidden, Paddle.Concat([both, next], 1), reset);
    }
}

/// <summary>One step of gated recurrent units: Input [N, 3D], HiddenPrev [N, D] → Hidden [N, D].</summary>
/// <param name="Activation">Of the candidate: 0 none, 1 sigmoid, 2 tanh, 3 relu.</param>
/// <param name="GateActivation">Of the gates, likewise.</param>
/// <param name="OriginMode">Whether the update gate keeps the old state instead of taking the new one.</param>
[Op("gru_unit", "Input, HiddenPrev, Weight, Bias? -> Gate, ResetHiddenPrev, Hidden")]
public sealed record GruUnitOp(int Activation = 2, int GateActivation = 1, bool OriginMode = false) : CompositeOp
{
    internal static readonly string[] Names = ["identity", "sigmoid", "tanh", "relu"];

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        c.Require(Activation is >= 0 and <= 3 && GateActivation is >= 0 and <= 3, $"the activations {Activation} and {GateActivation} are not known.", "They are 0 (none), 1 (sigmoid), 2 (tanh) or 3 (relu).");
        (Tensor gates, Tensor candidate) = GruOp.Weights(c["Weight"]);
        Tensor x = c.Find("Bias") is { } bias ? c["Input"] + bias.Reshape([1, -1]) : c["Input"];
        (c["Hidden"], c["Gate"], c["ResetHiddenPrev"]) = GruOp.Step(x, c["HiddenPrev"], gates, candidate, Names[GateActivation], Names[Activation], OriginMode);
    }
}
