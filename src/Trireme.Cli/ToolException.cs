namespace Trireme.Cli;

/// <summary>What was asked for cannot be done: the message says which option or argument is wrong.</summary>
internal sealed class ToolException(string message) : Exception(message);
