using System.CommandLine;
using System.CommandLine.Parsing;

namespace Trireme.Samples.Ocr;

/// <summary>What the command line asks for.</summary>
internal sealed record Options(string Picture, string Det, string? Cls, string? Rec, string? Dict, string Output)
{
    // Where the tests find real models; a convenience for who has them.
    private const string SharedVariable = "TRIREME_SHARED";

    private static readonly Argument<string> PictureArgument = new("PICTURE") { Description = "The picture to read: PNG, JPEG, BMP, PGM or PPM." };
    private static readonly Option<string?> DetOption = Folder("--det", "The detector of lines of text (DB), such as ch_PP-OCRv3_det_infer.");
    private static readonly Option<string?> ClsOption = Folder("--cls", "The direction classifier, such as ch_ppocr_mobile_v2.0_cls_infer.");
    private static readonly Option<string?> RecOption = Folder("--rec", "The recognizer (CTC), such as ch_PP-OCRv4_rec_infer; needs --dict.");
    private static readonly Option<string?> DictOption = new("--dict") { Description = "The recognizer's characters, one a line.", HelpName = "FILE" };
    private static readonly Option<string> OutputOption = new("--output")
    {
        Description = "Where the picture with the boxes is written, as PNG.",
        HelpName = "FILE",
        DefaultValueFactory = _ => Path.Combine("out", "ocr", "annotated.png"),
    };

    /// <summary>The options, or null where help was printed or something is wrong; then <paramref name="exitCode"/> is to be returned.</summary>
    public static Options? Parse(string[] args, out int exitCode)
    {
        var command = new RootCommand("Finds and reads the lines of text in a picture. A model is a folder with inference.pdmodel or inference.json and "
            + "inference.pdiparams.")
        {
            PictureArgument, DetOption, ClsOption, RecOption, DictOption, OutputOption,
        };
        ParseResult result = command.Parse(args);
        foreach (ParseError error in result.Errors)
            Console.Error.WriteLine(error.Message.Replace("\n\t", " ", StringComparison.Ordinal).Trim());
        if (result.Errors.Count > 0)
        {
            Console.Error.WriteLine("--help lists the options.");
            exitCode = 2;
            return null;
        }
        exitCode = result.Action is null ? 0 : result.Invoke();
        if (result.Action is not null)
            return null;
        string? det = result.GetValue(DetOption) ?? Shared("ppocr-det-v3-ch"), cls = result.GetValue(ClsOption) ?? Shared("ppocr-cls-v2.0");
        string? rec = result.GetValue(RecOption), dict = result.GetValue(DictOption);
        string output = result.GetValue(OutputOption)!;
        string? problem = det is null ? "--det is missing: give the folder of a text detector, such as ch_PP-OCRv3_det_infer of PaddleOCR."
            : (rec is null) != (dict is null) ? "--rec and --dict belong together: a recognizer gives numbers, the dictionary says which characters they are."
            : Path.GetExtension(output).ToLowerInvariant() != ".png" ? $"--output is '{output}': it must be a PNG file." : null;
        if (problem is not null)
        {
            Console.Error.WriteLine(problem);
            exitCode = 2;
            return null;
        }
        return new Options(result.GetValue(PictureArgument)!, det!, cls, rec, dict, output);
    }

    private static Option<string?> Folder(string name, string description) => new(name) { Description = description, HelpName = "DIR" };

    private static string? Shared(string model)
    {
        string? root = Environment.GetEnvironmentVariable(SharedVariable);
        string? folder = string.IsNullOrEmpty(root) ? null : Path.Combine(root, "data", "paddle-files", model);
        return Directory.Exists(folder) ? folder : null;
    }
}
