namespace Trireme.Random;

/// <summary>A place in a random sequence: the seed and how many draws have been made. Saving it and setting it again continues the sequence exactly.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Draws">The number of draws made; a draw is one random operator's whole output.</param>
public readonly record struct RandomState(ulong Seed, ulong Draws);
