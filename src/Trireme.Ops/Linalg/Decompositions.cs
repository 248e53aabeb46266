namespace Trireme.Operators;

/// <summary>Output = the inverses of the matrices in Input's last two dimensions.</summary>
[Op("inverse", "Input -> Output", Saves = "Output")]
public sealed record InverseOp : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Matrices.RequireSquare(c, "Input");
        c["Output"] = c["Input"];
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
        => g.D["Input"] = -new MatmulV2Op(false, true).Apply(new MatmulV2Op(true, false).Apply(g["Output"], g.D["Output"]), g["Output"]);
}

/// <summary>Out = the determinants of the matrices in Input's last two dimensions.</summary>
[Op("determinant", "Input -> Out", Saves = "Input, Out")]
public sealed record DeterminantOp : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Matrices.RequireSquare(c, "Input");
        c["Out"] = c["Input"] with { Shape = c["Input"].Shape[..^2] };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
        => g.D["Input"] = (g.D["Out"] * g["Out"]).Unsqueeze((-1, -1)) * Matrices.Transposed(new InverseOp().Apply(g["Input"]));
}

/// <summary>Out = the sign of each determinant and the logarithm of its size, stacked along a new first dimension.</summary>
[Op("slogdeterminant", "Input -> Out", Saves = "Input")]
public sealed record SlogdeterminantOp : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Matrices.RequireSquare(c, "Input");
        c["Out"] = c["Input"] with { Shape = (int[])[2, .. c["Input"].Shape[..^2].AsSpan()] };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
        => g.D["Input"] = g.D["Out"].Slice(0, 1, 2).Squeeze(0).Unsqueeze((-1, -1)) * Matrices.Transposed(new InverseOp().Apply(g["Input"]));
}

/// <summary>Out = X⁻¹ · Y for square matrices X and matrices Y.</summary>
[Op("solve", "X, Y -> Out", Saves = "X, Out")]
public sealed record SolveOp : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Matrices.RequireSquare(c, "X");
        Matrices.RequireSystem(c);
        c["Out"] = c["Y"];
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor dy = new SolveOp().Apply(Matrices.Transposed(g["X"]), g.D["Out"]);
        g.D["Y"] = dy;
        if (g.Needs("X"))
            g.D["X"] = -new MatmulV2Op(false, true).Apply(dy, g["Out"]);
    }
}

/// <summary>Out = T⁻¹ · Y, or T⁻ᵀ · Y, where T is a triangle of X.</summary>
/// <param name="Upper">Whether the upper triangle is read; otherwise the lower.</param>
/// <param name="Transpose">Whether the triangle is transposed.</param>
/// <param name="Unitriangular">Whether its diagonal is taken to be ones.</param>
[Op("triangular_solve", "X, Y -> Out", Saves = "X, Out")]
public sealed record TriangularSolveOp(bool Upper = true, bool Transpose = false, bool Unitriangular = false) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Matrices.RequireSquare(c, "X");
        Matrices.RequireSystem(c);
        c["Out"] = c["Y"];
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor dy = new TriangularSolveOp(Upper, !Transpose, Unitriangular).Apply(g["X"], g.D["Out"]);
        g.D["Y"] = dy;
        if (!g.Needs("X"))
            return;
        Tensor dx = -(Transpose ? new MatmulV2Op(false, true).Apply(g["Out"], dy) : new MatmulV2Op(false, true).Apply(dy, g["Out"]));
        int diagonal = Unitriangular ? 1 : 0;
        g.D["X"] = new TrilTriuOp(Upper ? diagonal : -diagonal, !Upper).Apply(dx);
    }
}

/// <summary>Out = the triangular L with L · Lᵀ = X for symmetric positive definite X, or its transpose.</summary>
/// <param name="Upper">Whether the result is the upper triangle Lᵀ.</param>
[Op("cholesky", "X -> Out", Saves = "Out")]
public sealed record CholeskyOp(bool Upper = false) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Matrices.RequireSquare(c, "X");
        c["Out"] = c["X"];
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor l = g["Out"], d = g.D["Out"];
        if (Upper)
            (l, d) = (Matrices.Transposed(l), Matrices.Transposed(d));
        Tensor product = new MatmulV2Op(true, false).Apply(l, d);
        Tensor half = new TrilTriuOp(-1).Apply(product) + (new TrilTriuOp().Apply(product) - new TrilTriuOp(-1).Apply(product)) * 0.5;
        // L⁻ᵀ · half · L⁻¹, the right factor by solving for the transpose.
        Tensor left = new TriangularSolveOp(false, true).Apply(l, half);
        Tensor s = Matrices.Transposed(new TriangularSolveOp(false, true).Apply(l, Matrices.Transposed(left)));
        g.D["X"] = (s + Matrices.Transposed(s)) * 0.5;
    }
}

/// <summary>The eigenvalues of symmetric matrices, ascending, and eigenvectors in the columns.</summary>
/// <param name="Uplo">L reads the lower triangle, U the upper.</param>
[Op("eigh", "X -> OutValues, OutVectors", Saves = "OutValues, OutVectors")]
public sealed record EighOp([Attr("UPLO")] string Uplo = "L") : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Matrices.RequireSquare(c, "X");
        c.Require(Uplo is "L" or "U", $"UPLO is '{Uplo}'.", "Use L or U.");
        c["OutValues"] = c["X"] with { Shape = c["X"].Shape[..^1] };
        c["OutVectors"] = c["X"];
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor v = g["OutVectors"], middle = g.D["OutValues"].DiagEmbed();
        if (g.HasGrad("OutVectors"))
            middle = middle + (new MatmulV2Op(true, false).Apply(v, g.D["OutVectors"]) * Matrices.InverseGaps(g["OutValues"]));
        Tensor dx = new MatmulV2Op(false, true).Apply(new MatmulV2Op().Apply(v, middle), v);
        g.D["X"] = (dx + Matrices.Transposed(dx)) * 0.5;
    }
}

/// <summary>The eigenvalues of symmetric matrices, ascending.</summary>
/// <param name="Uplo">L reads the lower triangle, U the upper.</param>
[Op("eigvalsh", "X -> Eigenvalues, Eigenvectors?", Saves = "X")]
public sealed record EigvalshOp([Attr("UPLO")] string Uplo = "L") : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Matrices.RequireSquare(c, "X");
        c.Require(Uplo is "L" or "U", $"UPLO is '{Uplo}'.", "Use L or U.");
        c["Eigenvalues"] = c["X"] with { Shape = c["X"].Shape[..^1] };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor v = new EighOp(Uplo).ApplyAll(g["X"])[1];
        g.D["X"] = new MatmulV2Op(false, true).Apply(v * g.D["Eigenvalues"].Unsqueeze(-2), v);
    }
}

/// <summary>Q · R = X with orthonormal columns in Q and R upper triangular.</summary>
/// <param name="Mode">reduced, complete, or r for R alone.</param>
[Op("qr", "X -> Q, R", Saves = "Q, R")]
public sealed record QrOp(string Mode = "reduced") : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Matrices.Require(c, "X");
        c.Require(Mode is "reduced" or "complete" or "r", $"the mode '{Mode}' is not known.", "Use reduced, complete or r.");
        Shape x = c["X"].Shape;
        int k = Mode == "complete" ? x[-2] : Math.Min(x[-2], x[-1]);
        c["Q"] = c["X"] with { Shape = x.With(-1, k) };
        c["R"] = c["X"] with { Shape = x.With(-2, k) };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Shape x = g.Meta("X").Shape;
        if (x[-2] < x[-1] || Mode != "reduced")
            throw new PreconditionNotMetException($"qr: there is no gradient in mode '{Mode}' for {x}.", null, "Use mode reduced, and matrices with at least as many rows as columns.");
        Tensor q = g["Q"], r = g["R"], dq = g.D["Q"];
        Tensor m = new MatmulV2Op(false, true).Apply(r, g.D["R"]) - new MatmulV2Op(true, false).Apply(dq, q);
        Tensor symmetric = new TrilTriuOp().Apply(m) + Matrices.Transposed(new TrilTriuOp(-1).Apply(m));
        Tensor b = dq + new MatmulV2Op().Apply(q, symmetric);
        g.D["X"] = Matrices.Transposed(new TriangularSolveOp().Apply(r, Matrices.Transposed(b)));
    }
}

/// <summary>U · diag(S) · VH = X with orthonormal columns in U and rows in VH, S descending.</summary>
/// <param name="FullMatrices">Whether U and VH are square.</param>
[Op("svd", "X -> U, S, VH", Saves = "U, S, VH")]
public sealed record SvdOp(bool FullMatrices = false) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Matrices.Require(c, "X");
        Shape x = c["X"].Shape;
        int m = x[-2], n = x[-1], k = Math.Min(m, n);
        c["U"] = c["X"] with { Shape = x.With(-1, FullMatrices ? m : k) };
        c["S"] = c["X"] with { Shape = x[..^1].With(-1, k) };
        c["VH"] = c["X"] with { Shape = x.With(-2, FullMatrices ? n : k) };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        int k = g.Meta("S").Shape[-1];
        Tensor u = First(g["U"], -1, k), v = Matrices.Transposed(First(g["VH"], -2, k)), s = g["S"];
        Tensor middle = g.D["S"].DiagEmbed(), column = s.Unsqueeze(-1), row = s.Unsqueeze(-2);
        var product = new MatmulV2Op();
        var crossed = new MatmulV2Op(true, false);
        Tensor? outside = null;
        if (g.HasGrad("U") || g.HasGrad("VH"))
        {
            Tensor gaps = Matrices.InverseGaps(s * s);
            Tensor du = First(g.D["U"], -1, k), dv = Matrices.Transposed(First(g.D["VH"], -2, k));
            Tensor ju = crossed.Apply(u, du) * gaps, jv = crossed.Apply(v, dv) * gaps;
            middle = middle + ((ju + Matrices.Transposed(ju)) * row) + (column * (jv + Matrices.Transposed(jv)));
            outside = new MatmulV2Op(false, true).Apply((du - product.Apply(u, crossed.Apply(u, du))) / row, v)
                + new MatmulV2Op(false, true).Apply(u / row, dv - product.Apply(v, crossed.Apply(v, dv)));
        }
        Tensor dx = new MatmulV2Op(false, true).Apply(product.Apply(u, middle), v);
        g.D["X"] = outside is null ? dx : dx + outside;
    }

    private static Tensor First(Tensor x, int axis, int count) => x.Shape[axis] == count ? x : x.Slice(axis, 0, count);
}

/// <summary>What operators over the matrices in the last two dimensions have in common.</summary>
internal static class Matrices
{
    public static void Require(InferContext c, string slot)
    {
        c.Require(c[slot].DType.IsFloating, $"{slot} must be floating point.", "Cast it.");
        c.Require(c[slot].Shape.Rank >= 2, $"{slot} needs at least two dimensions: the matrices.");
    }

    public static void RequireSquare(InferContext c, string slot)
    {
        Require(c, slot);
        Shape x = c[slot].Shape;
        c.Require(x[-1] == x[-2] || x[-1] < 0 || x[-2] < 0, $"the matrices in {slot} are not square: {x[-2]} by {x[-1]}.");
    }

    public static void RequireSystem(InferContext c)
    {
        Shape x = c["X"].Shape, y = c["Y"].Shape;
        c.Require(c["X"].DType == c["Y"].DType, "the element types differ.", "Cast one of them.");
        c.Require(y.Rank == x.Rank && (y[..^2] == x[..^2] || !x.IsKnown || !y.IsKnown), "X and Y differ in the dimensions before the matrices.", "Broadcast them first.");
        c.Require(y[-2] == x[-1] || x[-1] < 0 || y[-2] < 0, $"Y has {y[-2]} rows instead of {x[-1]}.");
    }

    public static Tensor Transposed(Tensor x)
    {
        int[] perm = [.. Enumerable.Range(0, x.Ndim)];
        (perm[^1], perm[^2]) = (perm[^2], perm[^1]);
        return new Transpose2Op(perm).Apply(x);
    }

    /// <summary>1 / (s[j] − s[i]), and 0 on the diagonal.</summary>
    public static Tensor InverseGaps(Tensor s)
    {
        Tensor one = Paddle.Ones(s.Shape[-1], s.DType).DiagEmbed();
        return (1 - one) / (s.Unsqueeze(-2) - s.Unsqueeze(-1) + one);
    }
}

/// <summary>The singular values of X, descending.</summary>
[Op("svdvals", "X -> S", Saves = "X")]
public sealed record SvdvalsOp : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Matrices.Require(c, "X");
        Shape x = c["X"].Shape;
        c["S"] = c["X"] with { Shape = x[..^1].With(-1, Math.Min(x[-2], x[-1])) };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor[] parts = new SvdOp().ApplyAll(g["X"]);
        g.D["X"] = new MatmulV2Op().Apply(parts[0] * g.D["S"].Unsqueeze(-2), parts[2]);
    }
}
