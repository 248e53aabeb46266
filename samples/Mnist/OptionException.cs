namespace Trireme.Samples.Mnist;

/// <summary>The options cannot be followed; the message says why and what to give instead.</summary>
internal sealed class OptionException(string message) : Exception(message);
