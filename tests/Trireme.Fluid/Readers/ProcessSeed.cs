namespace Trireme.Tests.Fluid.Readers;

/// <summary>Tests of the process's own random numbers: nothing else may draw meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessSeed
{
    public const string Name = "process seed";
}
