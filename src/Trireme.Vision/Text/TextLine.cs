namespace Trireme.Vision.Text;

/// <summary>A line of text in a picture, with what is known about it.</summary>
/// <param name="Box">Where it is.</param>
/// <param name="Direction">Which way up it stands; null where no classifier was asked.</param>
/// <param name="Text">What it says; null where no recognizer was asked.</param>
public sealed record TextLine(TextBox Box, TextDirection? Direction, RecognizedText? Text);
