namespace Trireme.Tests.Samples;

// The samples write to the one console, count names in one process and find their data by an environment variable: one test at a time.
[CollectionDefinition("samples", DisableParallelization = true)]
public sealed class SampleCollection : ICollectionFixture<SampleData>;
