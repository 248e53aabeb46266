namespace Trireme.Operators;

/// <summary>
/// A long short-term memory over sequences: Input [T, 4D] → Hidden, Cell [T, D]. The columns of Input, Weight [D, 4D] and Bias are those of the
/// candidate, the input gate, the forget gate and the output gate; Bias [1, 7D] goes on with the peepholes of the three gates.
/// </summary>
/// <param name="UsePeepholes">Whether the gates see the cell.</param>
/// <param name="IsReverse">Whether sequences are read from their ends.</param>
/// <param name="GateActivation">Of the gates.</param>
/// <param name="CellActivation">Of the cell, for the output.</param>
/// <param name="CandidateActivation">Of the candidate.</param>
/// <param name="IsTest">Unused; kept for files.</param>
[Op("lstm", "Input, H0?, C0?, Weight, Bias -> Hidden, Cell, BatchGate~, BatchCellPreAct~", SetsLod = true)]
public sealed record LstmOp(bool UsePeepholes = true, bool IsReverse = false, string GateActivation = "sigmoid", string CellActivation = "tanh",
    string CandidateActivation = "tanh", bool IsTest = false) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["Input"].Shape, weight = c["Weight"].Shape;
        c.Require(weight.Rank == 2 && weight[1] == 4 * weight[0], "Weight must be [D, 4D].");
        c.Require(x.Rank == 2 && (x[1] < 0 || x[1] == weight[1]), $"Input must have {weight[1]} columns.");
        c.Require(c["Bias"].Shape.Numel == (UsePeepholes ? 7 : 4) * weight[0], $"Bias must be [1, {(UsePeepholes ? 7 : 4) * weight[0]}].");
        c["Hidden"] = c["Cell"] = c["Input"] with { Shape = (x[0], weight[0]) };
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        int width = c["Weight"].Shape[0];
        var steps = new LstmSteps(c, width, UsePeepholes, GateActivation, CellActivation, CandidateActivation);
        Lod lod = Sequences.LodOf(c, "Input");
        var batches = new TimeBatches(lod[-1].ToArray(), IsReverse);
        Tensor x = batches.Gather(c["Input"]), hidden = batches.Initial(c.Find("H0"), width, x.DType), cell = batches.Initial(c.Find("C0"), width, x.DType);
        var hiddens = new List<Tensor>();
        var cells = new List<Tensor>();
        for (int t = 0; t < batches.Steps; t++)
        {
            (hidden, cell) = steps.Step(batches.Step(x, t), batches.Kept(hidden, t), batches.Kept(cell, t), c["Weight"]);
            hiddens.Add(hidden);
            cells.Add(cell);
        }
        c["Hidden"] = batches.Scatter(hiddens, lod);
        c["Cell"] = batches.Scatter(cells, lod);
    }
}

/// <summary>
/// A long short-term memory whose output is projected: Input [T, 4D], Weight [P, 4D], ProjWeight [D, P] → Projection [T, P], Cell [T, D].
/// </summary>
/// <param name="UsePeepholes">Whether the gates see the cell.</param>
/// <param name="IsReverse">Whether sequences are read from their ends.</param>
/// <param name="CellClip">The largest size of the cell; 0 for no limit.</param>
/// <param name="ProjClip">The largest size of the projection; 0 for no limit.</param>
/// <param name="GateActivation">Of the gates.</param>
/// <param name="CellActivation">Of the cell, for the output.</param>
/// <param name="CandidateActivation">Of the candidate.</param>
/// <param name="ProjActivation">Of the projection.</param>
[Op("lstmp", "Input, H0?, C0?, Weight, ProjWeight, Bias -> Projection, Cell, BatchHidden~, BatchGate~, BatchCellPreAct~, OrderedP0~", SetsLod = true)]
public sealed record LstmpOp(bool UsePeepholes = true, bool IsReverse = false, float CellClip = 0f, float ProjClip = 0f, string GateActivation = "sigmoid",
    string CellActivation = "tanh", string CandidateActivation = "tanh", string ProjActivation = "tanh") : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["Input"].Shape, projection = c["ProjWeight"].Shape;
        c.Require(projection.Rank == 2 && c["Weight"].Shape == (projection[1], 4 * projection[0]), "Weight must be [P, 4D] and ProjWeight [D, P].");
        c.Require(c["Bias"].Shape.Numel == (UsePeepholes ? 7 : 4) * projection[0], $"Bias must be [1, {(UsePeepholes ? 7 : 4) * projection[0]}].");
        c["Projection"] = c["Input"] with { Shape = (x[0], projection[1]) };
        c["Cell"] = c["Input"] with { Shape = (x[0], projection[0]) };
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor projectionWeight = c["ProjWeight"];
        int width = projectionWeight.Shape[0];
        var steps = new LstmSteps(c, width, UsePeepholes, GateActivation, CellActivation, CandidateActivation) { CellClip = CellClip };
        Lod lod = Sequences.LodOf(c, "Input");
        var batches = new TimeBatches(lod[-1].ToArray(), IsReverse);
        Tensor x = batches.Gather(c["Input"]), projected = batches.Initial(c.Find("H0"), projectionWeight.Shape[1], x.DType), cell = batches.Initial(c.Find("C0"), width, x.DType);
        var projections = new List<Tensor>();
        var cells = new List<Tensor>();
        for (int t = 0; t < batches.Steps; t++)
        {
            (Tensor hidden, cell) = steps.Step(batches.Step(x, t), batches.Kept(projected, t), batches.Kept(cell, t), c["Weight"]);
            projected = LstmSteps.Activate(ProjActivation, hidden.Matmul(projectionWeight));
            if (ProjClip > 0)
                projected = projected.Clip(-ProjClip, ProjClip);
            projections.Add(projected);
            cells.Add(cell);
        }
        c["Projection"] = batches.Scatter(projections, lod);
        c["Cell"] = batches.Scatter(cells, lod);
    }
}

/// <summary>One step of the memory: X [N, 4D] holds what goes into the input, forget and output gate and the candidate, in this order.</summary>
/// <param name="ForgetBias">Added to the forget gate.</param>
[Op("lstm_unit", "X, C_prev -> C, H")]
public sealed record LstmUnitOp(float ForgetBias = 0f) : CompositeOp
{
    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor[] gates = c["X"].Split(4, 1);
        Tensor cell = ((gates[1] + ForgetBias).Sigmoid() * c["C_prev"]) + (gates[0].Sigmoid() * gates[3].Tanh());
        c["C"] = cell;
        c["H"] = gates[2].Sigmoid() * cell.Tanh();
    }
}
