using System.Globalization;
using Trireme.Formats.Files;
using Trireme.Formats.Images;
using Trireme.Inference;
using Trireme.Vision.Text;
using static Trireme.Inference.Inference;

namespace Trireme.Samples.Ocr;

/// <summary>Finds the lines of text in a picture with PaddleOCR's networks, says which way up they stand and reads them.</summary>
internal static class Program
{
    private const int Failed = 1;

    // Red where the text is upright, blue where it is upside down.
    private static readonly byte[] Upright = [230, 30, 30], UpsideDown = [30, 60, 230];

    public static int Main(string[] args)
    {
        if (Options.Parse(args, out int exitCode) is not { } options)
            return exitCode;
        try
        {
            Run(options);
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidArgumentException or InvalidFileException)
        {
            Console.Error.WriteLine(e.Message);
            return Failed;
        }
    }

    private static void Run(Options options)
    {
        Image picture = ImageFile.Load(options.Picture).Upright().ToRgb();
        List<TextLine> lines = CreateSystem(options).Read(picture);
        Console.WriteLine($"{options.Picture}: {picture.Width} x {picture.Height} pixels, {lines.Count} {(lines.Count == 1 ? "line" : "lines")} of text");
        foreach (TextLine line in lines)
        {
            Console.WriteLine(Describe(line));
            bool turned = line.Direction is { } direction && direction.IsUpsideDown();
            Drawing.Polygon(picture, line.Box.Corners.ToArray(), turned ? UpsideDown : Upright, thickness: 2);
        }
        if (Path.GetDirectoryName(Path.GetFullPath(options.Output)) is { } folder)
            Directory.CreateDirectory(folder);
        ImageFile.Save(picture, options.Output);
        Console.WriteLine($"boxes drawn: {options.Output}");
    }

    private static TextSystem CreateSystem(Options options)
    {
        Func<Tensor, TextDirection>? classifier = null;
        if (options.Cls is { } cls)
        {
            Func<Tensor, Tensor> network = LoadNetwork(cls);
            classifier = line => TextDirection.Decode(network(line).ToArray<float>());
        }
        Func<Tensor, RecognizedText>? recognizer = null;
        if (options.Rec is { } rec)
        {
            Func<Tensor, Tensor> network = LoadNetwork(rec);
            string[] characters = File.ReadAllLines(options.Dict!);
            recognizer = line =>
            {
                // Some networks know a space beyond their dictionary, some do not; the number of classes (with the blank) tells.
                Tensor probabilities = network(line);
                var decoder = new CTCLabelDecode(characters, useSpaceChar: probabilities.Shape[2] == characters.Length + 2);
                return decoder.Decode(probabilities)[0];
            };
        }
        return new TextSystem(LoadNetwork(options.Det), classifier, recognizer);
    }

    /// <summary>An exported network of one input and one output.</summary>
    private static Func<Tensor, Tensor> LoadNetwork(string folder)
    {
        Predictor predictor = CreatePredictor(new Config(folder));
        return input => predictor.Run([input])[0];
    }

    private static string Describe(TextLine line)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{line.Box.Corners}  score {line.Box.Score:0.000}");
        if (line.Direction is { } direction)
            text += string.Create(CultureInfo.InvariantCulture, $"  direction {direction.Angle} ({direction.Score:0.000})");
        if (line.Text is { } read)
            text += string.Create(CultureInfo.InvariantCulture, $"  text \"{read.Text}\" ({read.Score:0.000})");
        return text;
    }
}
