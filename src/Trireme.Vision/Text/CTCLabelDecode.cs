using System.Text;

namespace Trireme.Vision.Text;

/// <summary>Turns what a recognizer trained with the CTC loss gives into text: the likeliest class at every step, repetitions merged, blanks dropped.</summary>
/// <remarks>Mirrors CTCLabelDecode of PaddleOCR; class 0 is the blank, class i the dictionary's entry i - 1.</remarks>
public sealed class CTCLabelDecode
{
    private readonly string[] _characters;

    /// <summary>Takes a dictionary.</summary>
    /// <param name="characters">The characters in the order of the classes, without the blank.</param>
    /// <param name="useSpaceChar">Whether a space follows the last of them.</param>
    /// <exception cref="InvalidArgumentException">There are no characters.</exception>
    public CTCLabelDecode(IEnumerable<string> characters, bool useSpaceChar = false)
    {
        ArgumentNullException.ThrowIfNull(characters);
        _characters = useSpaceChar ? [.. characters, " "] : [.. characters];
        if (_characters.Length == 0)
            throw new InvalidArgumentException("CTCLabelDecode: the dictionary is empty.", null, "Pass the characters of the network's classes, one a line.");
    }

    /// <summary>How many classes the network must have: the characters and the blank.</summary>
    public int Classes => _characters.Length + 1;

    /// <summary>Reads a dictionary file: UTF-8, one character a line.</summary>
    /// <param name="path">The file.</param>
    /// <param name="useSpaceChar">Whether a space follows the last of them.</param>
    /// <exception cref="InvalidArgumentException">The file is empty.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CTCLabelDecode FromFile(string path, bool useSpaceChar = false) => new(File.ReadLines(path), useSpaceChar);

    /// <summary>The text of every line of a batch.</summary>
    /// <param name="probabilities">Float32 of shape [lines, steps, classes], after softmax.</param>
    /// <exception cref="InvalidArgumentException">The shape or the element type is another, or the number of classes is not <see cref="Classes"/>.</exception>
    public List<RecognizedText> Decode(Tensor probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        Shape s = probabilities.Shape;
        if (probabilities.DType != DType.Float32 || s.Rank != 3)
        {
            throw new InvalidArgumentException("CTCLabelDecode: these are no probabilities of classes.", $"A tensor {s} of {probabilities.DType}.",
                "Pass float32 of shape [lines, steps, classes].");
        }
        ReadOnlySpan<float> all = probabilities.ToArray<float>();
        var texts = new List<RecognizedText>();
        for (int i = 0; i < s[0]; i++)
            texts.Add(Decode(all.Slice(i * s[1] * s[2], s[1] * s[2]), s[2]));
        return texts;
    }

    /// <summary>The text of one line.</summary>
    /// <param name="probabilities">The probabilities of the classes at the first step, at the second, and so on.</param>
    /// <param name="classes">How many there are at each.</param>
    /// <exception cref="InvalidArgumentException">The number of classes is not <see cref="Classes"/>, or the last step is not complete.</exception>
    public RecognizedText Decode(ReadOnlySpan<float> probabilities, int classes)
    {
        if (classes != Classes || probabilities.Length % classes != 0)
        {
            throw new InvalidArgumentException($"CTCLabelDecode: {probabilities.Length} probabilities of {classes} classes do not fit the dictionary.",
                $"It has {_characters.Length} characters, with the blank {Classes} classes.",
                "Pass the dictionary the network was trained with; useSpaceChar adds one character.");
        }
        var text = new StringBuilder();
        double sum = 0;
        int kept = 0, before = 0;
        for (int at = 0; at < probabilities.Length; at += classes)
        {
            ReadOnlySpan<float> step = probabilities.Slice(at, classes);
            int best = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(step);
            if (best != 0 && best != before)
            {
                text.Append(_characters[best - 1]);
                sum += step[best];
                kept++;
            }
            before = best;
        }
        return new RecognizedText(text.ToString(), kept == 0 ? 0 : sum / kept);
    }
}
