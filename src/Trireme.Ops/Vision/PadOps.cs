namespace Trireme.Operators;

/// <summary>X with constants around it.</summary>
/// <param name="Paddings">Before and after each axis, from the first axis to the last.</param>
/// <param name="PadValue">The constant.</param>
[Op("pad", "X -> Out")]
public sealed record PadOp(Ints Paddings, float PadValue = 0) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(Paddings.Count == 2 * c["X"].Shape.Rank, $"paddings {Paddings} has {Paddings.Count} values; it must have two for each of {c["X"].Shape.Rank} axes.");
        c["Out"] = c["X"] with { Shape = PadRules.Infer(c, c["X"].Shape, Paddings, "constant") };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g) => g.D["X"] = new PadGradOp(g.Meta("X").Shape, Paddings, "constant").Apply(g.D["Out"]);
}

/// <summary>X [N, C, D, H, W] with constants, its mirror image, its border or its other end around it.</summary>
/// <param name="Paddings">Left, right, top, bottom, front, back.</param>
/// <param name="Mode">constant, reflect, replicate or circular.</param>
/// <param name="Value">The constant.</param>
/// <param name="DataFormat">NCDHW or NDHWC.</param>
[Op("pad3d", "X -> Out")]
public sealed record Pad3DOp(Ints Paddings, string Mode = "constant", float Value = 0, string DataFormat = "NCDHW") : Op
{
    internal Ints Pairs
    {
        get
        {
            int[] spatial = [Paddings[4], Paddings[5], Paddings[2], Paddings[3], Paddings[0], Paddings[1]];
            return DataFormat == "NDHWC" ? [0, 0, .. spatial, 0, 0] : [0, 0, 0, 0, .. spatial];
        }
    }

    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(c["X"].Shape.Rank == 5, "X must have 5 dimensions.");
        c.Require(Paddings.Count == 6, $"paddings {Paddings} must have 6 values.");
        c.Require(Mode is "constant" or "reflect" or "replicate" or "circular", $"mode \"{Mode}\" is not known.", "It is constant, reflect, replicate or circular.");
        c["Out"] = c["X"] with { Shape = PadRules.Infer(c, c["X"].Shape, Pairs, Mode) };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g) => g.D["X"] = new PadGradOp(g.Meta("X").Shape, Pairs, Mode).Apply(g.D["Out"]);
}

/// <summary>The gradient of padding: each element of OutGrad added to where it came from.</summary>
/// <param name="InputShape">The shape before padding.</param>
/// <param name="Paddings">Before and after each axis.</param>
/// <param name="Mode">constant, reflect, replicate or circular.</param>
[Op("pad_grad", "OutGrad -> XGrad")]
public sealed record PadGradOp(Shape InputShape, Ints Paddings, string Mode) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["XGrad"] = c["OutGrad"] with { Shape = InputShape };

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Ints p = Paddings;
        bool last = Mode != "constant" && (p[2] != 0 || p[3] != 0);
        int d = last ? 2 : 4;
        Op pad = Mode == "constant" ? new PadOp(p) : new Pad3DOp([p[d + 4], p[d + 5], p[d + 2], p[d + 3], p[d], p[d + 1]], Mode, 0, last ? "NDHWC" : "NCDHW");
        g.D["OutGrad"] = pad.Apply(g.D["XGrad"]);
    }
}

internal static class PadRules
{
    public static Shape Infer(InferContext c, Shape x, Ints pairs, string mode)
    {
        int[] dims = x.ToArray();
        for (int i = 0; i < dims.Length; i++)
        {
            if (dims[i] < 0)
                continue;
            int before = pairs[2 * i], after = pairs[(2 * i) + 1], size = dims[i];
            c.Require(before >= 0 && after >= 0, $"padding {before}, {after} of axis {i} is negative.", "Slice the tensor to make it smaller.");
            c.Require(mode != "reflect" || (before < size && after < size) || (before == 0 && after == 0),
                $"reflecting {before} and {after} elements of axis {i} needs more than {Math.Max(before, after)}; it has {size}.");
            c.Require(mode == "constant" || size > 0 || before + after == 0, $"axis {i} is empty: there is nothing to repeat.");
            dims[i] = size + before + after;
        }
        return dims;
    }
}
