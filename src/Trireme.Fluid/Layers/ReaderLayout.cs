using Trireme.Programs;
using Trireme.Static;

namespace Trireme.Fluid;

/// <summary>What a reader gives: shape, element type and levels of sequences of each field.</summary>
internal sealed record ReaderLayout(IReadOnlyList<Shape> Shapes, IReadOnlyList<DType> DTypes, IReadOnlyList<int> LodLevels)
{
    /// <summary>Checks that there is one of each for each field; levels may be left out where there are no sequences.</summary>
    public static ReaderLayout Of(IReadOnlyList<Shape> shapes, IReadOnlyList<DType> dtypes, IReadOnlyList<int>? lodLevels, string function)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        ArgumentNullException.ThrowIfNull(dtypes);
        lodLevels ??= new int[shapes.Count];
        if (shapes.Count == 0 || shapes.Count != dtypes.Count || shapes.Count != lodLevels.Count)
            throw new InvalidArgumentException($"{function}: there are {shapes.Count} shapes, {dtypes.Count} element types and {lodLevels.Count} levels.",
                null, "Give one of each for each field.");
        return new ReaderLayout(shapes, dtypes, lodLevels);
    }

    public static ReaderLayout Of(IReadOnlyList<Variable> variables)
        => new(variables.Select(v => v.Shape).ToArray(), variables.Select(v => v.DType).ToArray(), variables.Select(v => v.LodLevel).ToArray());

    /// <summary>Variables of this layout in a block.</summary>
    public Variable[] Declare(Block block)
        => Shapes.Select((shape, i) => block.CreateVar(UniqueName.Generate("read_file"), shape, DTypes[i], lodLevel: LodLevels[i], stopGradient: true))
            .ToArray();

    /// <summary>Checks a batch that comes from outside.</summary>
    public void Require(Tensor[] batch, string source)
    {
        if (batch.Length != Shapes.Count)
            throw new InvalidArgumentException($"{source}: a batch has {batch.Length} fields.", $"{Shapes.Count} are declared.",
                "Declare what the file holds.");
        for (int i = 0; i < batch.Length; i++)
        {
            bool fits = batch[i].DType == DTypes[i] && batch[i].Ndim == Shapes[i].Rank && (batch[i].Lod?.Levels ?? 0) == LodLevels[i];
            for (int d = 0; fits && d < batch[i].Ndim; d++)
                fits = Shapes[i][d] < 0 || Shapes[i][d] == batch[i].Shape[d];
            if (!fits)
            {
                throw new InvalidArgumentException($"{source}: field {i} of a batch is not what is declared.",
                    $"It is {batch[i].Shape} {batch[i].DType} with {batch[i].Lod?.Levels ?? 0} levels of sequences; "
                    + $"declared is {Shapes[i]} {DTypes[i]} with {LodLevels[i]}.", "Declare what the file holds.");
            }
        }
    }

    /// <summary>What makes tensors of this layout.</summary>
    public DataFeeder Feeder() => new(Declare(new Program().GlobalBlock()).ToArray<Tensor>());
}
