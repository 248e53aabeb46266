namespace Trireme.Tests;

/// <summary>Tests that catch the process's standard output: they run alone, so nothing else prints into it.</summary>
[CollectionDefinition("standard output", DisableParallelization = true)]
public sealed class StandardOutputCollection;
