namespace Trireme.IO;

/// <summary>A sample could not be read, or a batch not be put together. The inner exception says why.</summary>
public sealed class DataLoaderException : Exception
{
    internal DataLoaderException(string message, int sampleIndex, Exception inner)
        : base(message, inner)
        => SampleIndex = sampleIndex;

    /// <summary>The number of the example, or -1 where the whole batch is concerned.</summary>
    public int SampleIndex { get; }
}
