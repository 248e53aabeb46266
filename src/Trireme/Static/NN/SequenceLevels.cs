namespace Trireme.Static;

/// <summary>On how many levels the rows of a tensor belong to sequences: known of variables by declaration, of tensors by what they hold.</summary>
internal static class SequenceLevels
{
    public static int Of(Tensor x) => x is Variable variable ? variable.Latest.LodLevel : x.Lod?.Levels ?? 0;

    /// <summary>The same tensor; a variable's declaration says the levels from now on.</summary>
    public static Tensor Declared(this Tensor x, int levels)
    {
        if (x is Variable variable)
            variable.LodLevel = levels;
        return x;
    }

    /// <summary>The same tensor, declared to have the sequences of another.</summary>
    public static Tensor DeclaredLike(this Tensor x, Tensor other) => x.Declared(Of(other));
}
