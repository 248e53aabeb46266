namespace Trireme.Operators;

/// <summary>Out[i] = the sum of X up to i along an axis.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Flatten">Whether X is flattened first.</param>
/// <param name="Exclusive">Whether i itself is left out.</param>
/// <param name="Reverse">Whether the sum runs from the end.</param>
[Op("cumsum", "X -> Out")]
public sealed record CumsumOp(int Axis = -1, bool Flatten = false, bool Exclusive = false, bool Reverse = false) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        if (!Flatten)
            c.RequireAxis(Axis, "X");
        TensorMeta x = c["X"];
        c["Out"] = Flatten ? x with { Shape = x.Shape.IsKnown ? checked((int)x.Shape.Numel) : -1 } : x;
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor dx = new CumsumOp(Flatten ? 0 : Axis, false, Exclusive, !Reverse).Apply(g.D["Out"]);
        g.D["X"] = Flatten ? dx.Reshape(g.Meta("X").Shape) : dx;
    }
}

/// <summary>Out[i] = the product of X up to i along an axis.</summary>
/// <param name="Dim">The axis.</param>
[Op("cumprod", "X -> Out", Saves = "X, Out")]
public sealed record CumprodOp(int Dim = -1) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.RequireAxis(Dim, "X");
        c["Out"] = c["X"];
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        // dX[i] = (product before i) · S[i] with S[i] = dOut[i] + X[i + 1] · S[i + 1]: no division, so zeros are no special case.
        Tensor before = new ShiftOp(Dim, 1, 1).Apply(g["Out"]), next = new ShiftOp(Dim, -1, 0).Apply(g["X"]);
        g.D["X"] = before * new ScanOp(Dim, Reverse: true).Apply(next, g.D["Out"]);
    }
}

/// <summary>Out[i] = log Σ exp X up to i along an axis, without overflow.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Flatten">Whether X is flattened first.</param>
/// <param name="Exclusive">Must be false.</param>
/// <param name="Reverse">Must be false.</param>
[Op("logcumsumexp", "X -> Out", Saves = "X, Out")]
public sealed record LogcumsumexpOp(int Axis = -1, bool Flatten = false, bool Exclusive = false, bool Reverse = false) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(!Exclusive && !Reverse, "exclusive and reversed sums are not computed.");
        if (!Flatten)
            c.RequireAxis(Axis, "X");
        TensorMeta x = c["X"];
        c["Out"] = Flatten ? x with { Shape = checked((int)x.Shape.Numel) } : x;
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        // dX[i] = exp(X[i] − Out[i]) · S[i] with S[i] = dOut[i] + exp(Out[i] − Out[i + 1]) · S[i + 1]; Out never decreases.
        Tensor y = g["Out"];
        int axis = Flatten ? 0 : Axis;
        Tensor ratio = (y - new ShiftOp(axis, -1, double.PositiveInfinity).Apply(y)).Exp();
        Tensor sum = new ScanOp(axis, Reverse: true).Apply(ratio, g.D["Out"]);
        g.D["X"] = (g["X"] - y.Reshape(g.Meta("X").Shape)).Exp() * sum.Reshape(g.Meta("X").Shape);
    }
}

/// <summary>Out[i] = B[i] + A[i] · Out[i − 1] along an axis; from the end, Out[i] = B[i] + A[i] · Out[i + 1].</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Reverse">Whether the recurrence runs from the end.</param>
[Op("linear_scan", "A, B -> Out", Saves = "A, Out")]
public sealed record ScanOp(int Axis = -1, bool Reverse = false) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(c["A"] == c["B"], "the shapes or element types differ.");
        c.RequireAxis(Axis, "A");
        c["Out"] = c["A"];
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        // The factors act one place further on, in the other direction.
        int step = Reverse ? 1 : -1;
        Tensor d = new ScanOp(Axis, !Reverse).Apply(new ShiftOp(Axis, step, 0).Apply(g["A"]), g.D["Out"]);
        g.D["B"] = d;
        if (g.Needs("A"))
            g.D["A"] = d * new ShiftOp(Axis, -step, 0).Apply(g["Out"]);
    }
}

/// <summary>Out[i] = X[i − By] along an axis, a constant where there is no such element.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="By">How far elements move; 1 or −1.</param>
/// <param name="Fill">The constant.</param>
[Op("shift", "X -> Out")]
public sealed record ShiftOp(int Axis, int By, double Fill = 0) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.RequireAxis(Axis, "X");
        c["Out"] = c["X"];
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g) => g.D["X"] = new ShiftOp(Axis, -By).Apply(g.D["Out"]);
}

/// <summary>out[i] = the largest of x up to i along an axis, indices[i] = where it is; the last of equal ones.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Dtype">int32 or int64.</param>
[Op("cummax", "x -> out, indices", Saves = "indices")]
public sealed record CummaxOp(int Axis, DType Dtype) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => Extremes.Infer(c, Axis, Dtype);

    /// <inheritdoc/>
    public override void Grad(GradContext g) => Extremes.Grad(g, Axis);
}

/// <summary>out[i] = the smallest of x up to i along an axis, indices[i] = where it is; the last of equal ones.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Dtype">int32 or int64.</param>
[Op("cummin", "x -> out, indices", Saves = "indices")]
public sealed record CumminOp(int Axis, DType Dtype) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => Extremes.Infer(c, Axis, Dtype);

    /// <inheritdoc/>
    public override void Grad(GradContext g) => Extremes.Grad(g, Axis);
}

file static class Extremes
{
    public static void Infer(InferContext c, int axis, DType dtype)
    {
        c.RequireAxis(axis, "x");
        c.Require(dtype.Kind is DTypeKind.Int32 or DTypeKind.Int64, $"positions cannot be {dtype}.", "Use int32 or int64.");
        c["out"] = c["x"];
        c["indices"] = c["x"] with { DType = dtype };
    }

    public static void Grad(GradContext g, int axis)
    {
        Tensor dy = g.D["out"];
        g.D["x"] = dy.ZerosLike().PutAlongAxis(g["indices"], dy, axis, "add");
    }
}
