namespace Trireme.Static;

/// <summary>Where an executor takes batch after batch from.</summary>
public interface IFeedSource
{
    /// <summary>What a program is fed: the inputs by name, batch after batch.</summary>
    /// <param name="threads">How many threads read; as many as the source was told where 0.</param>
    IEnumerable<IReadOnlyDictionary<string, Tensor>> Batches(int threads);
}
