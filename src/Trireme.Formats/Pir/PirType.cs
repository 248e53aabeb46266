namespace Trireme.Formats.Pir;

/// <summary>The type of a value: a tensor, a list of tensors, or nothing at all (a result that this program does not have).</summary>
internal sealed record PirType(int? ElementType, long[] Dims, PirType[]? Items = null)
{
    public static PirType None { get; } = new(null, []);

    public bool IsNone => ElementType is null && Items is null;
}
