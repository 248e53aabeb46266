namespace Trireme.Operators;

/// <summary>
/// Out = alpha · X + beta · sin and cos of the place in the sequence: X [T, D] with sequences, or [N, L, D]; D is even. Feature k of the first half is
/// sin(t / 10000^(k / (D/2 − 1))), that of the second half cos of the same.
/// </summary>
/// <param name="Alpha">The factor of X.</param>
/// <param name="Beta">The factor of the places.</param>
/// <remarks>Vaswani et al. 2017.</remarks>
[Op("add_position_encoding", "X -> Out")]
public sealed record AddPositionEncodingOp(float Alpha = 1f, float Beta = 1f) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(c["X"].Shape.Rank is 2 or 3, "X must be [T, D] with sequences, or [N, L, D].");
        c.Require(c["X"].Shape[^1] < 0 || c["X"].Shape[^1] % 2 == 0, $"X has {c["X"].Shape[^1]} features; their number must be even.");
        c["Out"] = c["X"];
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"];
        int width = x.Shape[^1], half = width / 2;
        int[] offsets = x.Ndim == 3 ? Enumerable.Range(0, x.Shape[0] + 1).Select(i => i * x.Shape[1]).ToArray() : Sequences.Offsets(c, "X"), owners = Sequences.Owners(offsets);
        var places = new double[owners.Length * width];
        for (int i = 0; i < places.Length; i++)
        {
            int row = i / width, feature = i % width, k = feature % half, t = row - offsets[owners[row]];
            double angle = t / (half > 1 ? Math.Pow(10000, (double)k / (half - 1)) : 10000);
            places[i] = feature < half ? Math.Sin(angle) : Math.Cos(angle);
        }
        c["Out"] = (x * Alpha) + (Tensor.From<double>(places, x.Shape).Cast(x.DType) * Beta);
    }
}
