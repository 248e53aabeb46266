namespace Trireme.Vision.Text;

/// <summary>What stands in a line.</summary>
/// <param name="Text">The characters; empty where none was seen.</param>
/// <param name="Score">The mean probability of the characters, 0 to 1; 0 where there are none.</param>
public readonly record struct RecognizedText(string Text, double Score);
