namespace Trireme.Vision.Text;

/// <summary>A line of text that was found in a picture.</summary>
/// <param name="Corners">Where it is, in pixels of the picture.</param>
/// <param name="Score">The mean probability of text inside, 0 to 1.</param>
public readonly record struct TextBox(Quad Corners, double Score);
