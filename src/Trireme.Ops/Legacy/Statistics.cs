namespace Trireme.Operators;

/// <summary>
/// Y = (X − mean) · scale for each feature, with mean = BatchSum / BatchSize and scale = √(BatchSize / BatchSquareSum): statistics that are gathered
/// elsewhere.
/// </summary>
/// <param name="Epsilon">Kept for files: it belongs to the gathering.</param>
/// <param name="DataLayout">NCHW or NHWC; X is [N, C].</param>
/// <remarks>Only X has a gradient.</remarks>
[Op("data_norm", "X, BatchSize, BatchSum, BatchSquareSum -> Y, Means~, Scales~")]
public sealed record DataNormOp(float Epsilon = 1e-4f, string DataLayout = "NCHW") : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape;
        c.Require(x.Rank >= 2, "X must have a batch and features.");
        int channels = x[Trireme.DataLayout.IsLast(DataLayout) ? x.Rank - 1 : 1];
        foreach (string slot in (ReadOnlySpan<string>)["BatchSize", "BatchSum", "BatchSquareSum"])
            c.Require(channels < 0 || c[slot].Shape.Numel == channels, $"{slot} {c[slot].Shape} must have one value a feature, {channels}.");
        c["Y"] = c["X"];
        c["Means"] = c["Scales"] = c["BatchSum"];
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor size = c["BatchSize"].Detach(), means = c["BatchSum"].Detach() / size, scales = (size / c["BatchSquareSum"].Detach()).Sqrt();
        Shape each = Trireme.DataLayout.IsLast(DataLayout) ? -1 : (int[])[-1, .. Enumerable.Repeat(1, c["X"].Ndim - 2)];
        c["Y"] = (c["X"] - means.Reshape(each)) * scales.Reshape(each);
        (c["Means"], c["Scales"]) = (means, scales);
    }
}

/// <summary>Out = Weight divided by its largest singular value, which U and V approach by a power iteration.</summary>
/// <param name="Dim">The axis that is the matrix's rows; the others are its columns.</param>
/// <param name="PowerIters">How many steps of the iteration.</param>
/// <param name="Eps">Added to lengths.</param>
/// <remarks>U [rows] and V [columns] are where the iteration begins; they stay as they are and have no gradient.</remarks>
[Op("spectral_norm", "Weight, U, V -> Out")]
public sealed record SpectralNormOp(int Dim = 0, int PowerIters = 1, float Eps = 1e-12f) : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape weight = c["Weight"].Shape;
        c.Require(weight.Rank >= 2 && Dim >= 0 && Dim < weight.Rank, $"Weight must have at least two dimensions, and dim {Dim} be one of them.");
        c.Require(PowerIters >= 0, $"power_iters {PowerIters} is negative.");
        c.Require(!weight.IsKnown || (c["U"].Shape.Numel == weight[Dim] && c["V"].Shape.Numel == weight.Numel / weight[Dim]),
            "U must have a value for each row, V for each column.");
        c["Out"] = c["Weight"];
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor weight = c["Weight"];
        Tensor matrix = Matrix(weight, Dim), u, v;
        // No gradient goes through the iteration, in programs either.
        using (Autograd.GradMode.Set(false))
        {
            (u, v) = Iterate(matrix, c["U"].Reshape([-1, 1]), c["V"].Reshape([-1, 1]), PowerIters, Eps);
        }
        c["Out"] = weight / (u * matrix.Matmul(v)).Sum();
    }

    /// <summary>A weight as a matrix whose rows are an axis.</summary>
    internal static Tensor Matrix(Tensor weight, int dim)
        => (dim == 0 ? weight : weight.Transpose([dim, .. Enumerable.Range(0, weight.Ndim).Where(i => i != dim)])).Flatten(1);

    /// <summary>The columns u and v after some steps towards the singular vectors of the largest singular value.</summary>
    internal static (Tensor U, Tensor V) Iterate(Tensor matrix, Tensor u, Tensor v, int steps, float eps)
    {
        for (int i = 0; i < steps; i++)
        {
            v = Unit(matrix.Matmul(u, transposeX: true), eps);
            u = Unit(matrix.Matmul(v), eps);
        }
        return (u, v);
    }

    private static Tensor Unit(Tensor x, float eps) => x / (x.Square().Sum().Sqrt() + eps);
}
