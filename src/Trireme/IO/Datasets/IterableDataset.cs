namespace Trireme.IO;

/// <summary>Examples one after the other, where there are no numbers: a stream. Derive and override <see cref="GetEnumerator"/>.</summary>
/// <remarks>Mirrors paddle.io.IterableDataset.</remarks>
public abstract class IterableDataset : Dataset
{
    /// <summary>Not available: a stream has no numbers.</summary>
    /// <param name="idx">Any number.</param>
    /// <exception cref="PreconditionNotMetException">Always.</exception>
    public sealed override Sample this[int idx] => throw NoNumbers();

    /// <summary>Not available: a stream does not know its length.</summary>
    /// <exception cref="PreconditionNotMetException">Always.</exception>
    public override int Length => throw NoNumbers();

    /// <summary>Enumerates the examples from the beginning.</summary>
    public abstract override IEnumerator<Sample> GetEnumerator();

    private PreconditionNotMetException NoNumbers()
        => new($"{GetType().Name} is an IterableDataset: it has no length and no indexer.", null, "Iterate it, or derive from Dataset.");
}
