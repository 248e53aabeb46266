namespace Trireme.Tests.Profiling;

/// <summary>A recording sees every thread of the process: tests of the profiler run while no others do.</summary>
[CollectionDefinition(nameof(ProfilerCollection), DisableParallelization = true)]
public sealed class ProfilerCollection;
