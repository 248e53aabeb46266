namespace Trireme.Fluid;

/// <summary>Makes data sets of files by name.</summary>
/// <remarks>Mirrors fluid.DatasetFactory.</remarks>
public sealed class DatasetFactory
{
    /// <summary>A data set without files.</summary>
    /// <param name="datafeedClass"><c>QueueDataset</c> or <c>InMemoryDataset</c>.</param>
    /// <exception cref="InvalidArgumentException">There is no such class.</exception>
    /// <remarks>Mirrors DatasetFactory.create_dataset.</remarks>
    public DatasetBase CreateDataset(string datafeedClass = "QueueDataset") => datafeedClass switch
    {
        "QueueDataset" => new QueueDataset(),
        "InMemoryDataset" => new InMemoryDataset(),
        _ => throw new InvalidArgumentException($"DatasetFactory: the class '{datafeedClass}' is not known.", null, "Use QueueDataset or InMemoryDataset."),
    };
}
