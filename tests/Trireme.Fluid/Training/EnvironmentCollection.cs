namespace Trireme.Tests.Fluid.Training;

/// <summary>Tests that change environment variables: they run when no others do.</summary>
[CollectionDefinition("environment", DisableParallelization = true)]
public sealed class EnvironmentCollection;
