namespace Trireme.Tests.Fluid.Training;

/// <summary>Tests that change environment variables or the standard output: they run when no others do.</summary>
[CollectionDefinition("environment", DisableParallelization = true)]
public sealed class EnvironmentCollection;
