namespace Trireme.Fluid;

/// <summary>One field of the instances in a file of several slots.</summary>
/// <param name="Name">The variable it is fed to.</param>
/// <param name="Type"><c>uint64</c>: ids, fed as int64; or <c>float</c>, fed as float32.</param>
/// <param name="IsDense">Whether all instances have as many numbers; else they are a sequence.</param>
/// <param name="IsUsed">Whether it is fed.</param>
/// <param name="Shape">The shape of an instance, where the feed says it; else what there is is one row.</param>
internal sealed record DataFeedSlot(string Name, string Type, bool IsDense, bool IsUsed, IReadOnlyList<int> Shape)
{
    public const string Ids = "uint64", Numbers = "float";

    public bool HasIds => Type == Ids;
}
