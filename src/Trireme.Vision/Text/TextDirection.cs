namespace Trireme.Vision.Text;

/// <summary>Which way up a line of text stands.</summary>
/// <param name="Angle">0 upright or 180 upside down, in degrees.</param>
/// <param name="Score">The probability of it, 0 to 1.</param>
public readonly record struct TextDirection(int Angle, double Score)
{
    /// <summary>Reads what the classifier gives for one line.</summary>
    /// <param name="probabilities">Those of 0 and of 180 degrees.</param>
    /// <exception cref="InvalidArgumentException">There are not two.</exception>
    /// <remarks>Mirrors ClsPostProcess of PaddleOCR with its labels 0 and 180.</remarks>
    public static TextDirection Decode(ReadOnlySpan<float> probabilities)
    {
        if (probabilities.Length != 2)
            throw new InvalidArgumentException($"TextDirection: {probabilities.Length} probabilities were given.", "It takes those of 0 and 180 degrees.");
        return probabilities[1] > probabilities[0] ? new TextDirection(180, probabilities[1]) : new TextDirection(0, probabilities[0]);
    }

    /// <summary>Whether a line is so surely upside down that it should be turned.</summary>
    /// <param name="thresh">The probability above which it is; PaddleOCR's is 0.9.</param>
    public bool IsUpsideDown(double thresh = 0.9) => Angle == 180 && Score > thresh;
}
