using Trireme.Formats.Images;

namespace Trireme.Vision.Text;

/// <summary>Finds the lines of text in a picture, turns them upright and reads them; the networks come from outside.</summary>
/// <remarks>Detection, then direction, then recognition, as PaddleOCR's TextSystem chains them. Several threads may share it where they may share its
/// networks.</remarks>
public sealed class TextSystem
{
    private readonly Func<Tensor, Tensor> _detector;
    private readonly Func<Tensor, TextDirection>? _classifier;
    private readonly Func<Tensor, RecognizedText>? _recognizer;
    private readonly DBPostProcess _boxes;
    private readonly int _limitSideLen;
    private readonly string _limitType;

    /// <summary>Takes the networks.</summary>
    /// <param name="detector">From what <see cref="TextDetectionInput.Create"/> gives, [1, 3, H, W], to the probability of text at each pixel,
    /// [1, 1, H, W].</param>
    /// <param name="classifier">From what <see cref="TextLineInput.ForDirection"/> gives to the direction; null where lines are known to be upright.</param>
    /// <param name="recognizer">From what <see cref="TextLineInput.ForRecognition"/> gives to the text; null where only boxes are wanted.</param>
    /// <param name="boxes">How boxes are made of probabilities; with its defaults where null.</param>
    /// <param name="limitSideLen">How long a side of the picture may or must be for the detector; at least 1.</param>
    /// <param name="limitType"><c>"max"</c> or <c>"min"</c>, as for <see cref="TextDetectionInput.Create"/>.</param>
    /// <exception cref="InvalidArgumentException">The limit is below 1, or its type unknown.</exception>
    public TextSystem(Func<Tensor, Tensor> detector, Func<Tensor, TextDirection>? classifier = null, Func<Tensor, RecognizedText>? recognizer = null,
        DBPostProcess? boxes = null, int limitSideLen = 960, string limitType = "max")
    {
        ArgumentNullException.ThrowIfNull(detector);
        _ = TextDetectionInput.Size(1, 1, limitSideLen, limitType);    // a bad limit is met here, not at the first picture
        (_detector, _classifier, _recognizer) = (detector, classifier, recognizer);
        (_boxes, _limitSideLen, _limitType) = (boxes ?? new DBPostProcess(), limitSideLen, limitType);
    }

    /// <summary>The lines of text in a picture, in reading order.</summary>
    /// <param name="picture">The picture, upright, in any number of channels.</param>
    /// <returns>One for each box; a line that is surely upside down is turned before it is read.</returns>
    /// <exception cref="InvalidArgumentException">The detector gives no map of probabilities.</exception>
    public List<TextLine> Read(Image picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        Tensor map = _detector(TextDetectionInput.Create(picture, _limitSideLen, _limitType));
        var lines = new List<TextLine>();
        foreach (TextBox box in _boxes.Decode(map, picture.Height, picture.Width))
            lines.Add(ReadLine(picture, box));
        return lines;
    }

    private TextLine ReadLine(Image picture, TextBox box)
    {
        if (_classifier is null && _recognizer is null)
            return new TextLine(box, null, null);
        Image line = TextLineCrop.Cut(picture, box.Corners);
        TextDirection? direction = _classifier?.Invoke(TextLineInput.ForDirection(line));
        if (direction is { } found && found.IsUpsideDown())
            line = TextLineCrop.TurnOver(line);
        return new TextLine(box, direction, _recognizer?.Invoke(TextLineInput.ForRecognition(line)));
    }
}
