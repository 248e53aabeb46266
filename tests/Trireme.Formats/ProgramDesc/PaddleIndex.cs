using System.Text.RegularExpressions;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Formats.ProgramDesc;

/// <summary>What the page beside the real files says about each of them; a parser in another language found it out.</summary>
internal static partial class PaddleIndex
{
    public const string Folder = "data/paddle-files/";

    /// <summary>The programs, for the rows of a theory.</summary>
    public static TheoryData<string> Programs =>
    [
        "mnist-lenet-2.2/mnist.pdmodel", "ppocr-cls-v2.0/inference.pdmodel", "ppocr-det-v3-ch/inference.pdmodel", "conv-bn/conv_bn.pdmodel",
        "conv-bn-relu/conv_bn_relu.pdmodel", "uci-housing-fluid-1.7/__model__", "mnist-mlp-fluid-2.1/__model__", "lstm-2.3/LSTMModel.pdmodel",
        "visualdl-demo-model/__model__", "ppocr-v4-rec-program/inference.pdmodel", "ppocr-slanet-program/inference.pdmodel",
        "lac-program/inference.pdmodel", "ssd-training-program-1.7/best_model.pdmodel", "ppyolo-tiny-2.4/model.pdmodel",
    ];

    /// <summary>The programs that have a combined parameter file.</summary>
    public static TheoryData<string, string> Pairs => new()
    {
        { "mnist-lenet-2.2/mnist.pdmodel", "mnist-lenet-2.2/mnist.pdiparams" },
        { "ppocr-cls-v2.0/inference.pdmodel", "ppocr-cls-v2.0/inference.pdiparams" },
        { "ppocr-det-v3-ch/inference.pdmodel", "ppocr-det-v3-ch/inference.pdiparams" },
        { "conv-bn/conv_bn.pdmodel", "conv-bn/conv_bn.pdiparams" },
        { "conv-bn-relu/conv_bn_relu.pdmodel", "conv-bn-relu/conv_bn_relu.pdiparams" },
        { "lstm-2.3/LSTMModel.pdmodel", "lstm-2.3/LSTMModel.pdiparams" },
        { "ppyolo-tiny-2.4/model.pdmodel", "ppyolo-tiny-2.4/model.pdiparams" },
    };

    /// <summary>The lines about the folder of a file, or null after writing why there are none.</summary>
    public static string[]? Lines(string file, ITestOutputHelper output)
    {
        if (SharedData.Find(Folder + "index.md", output) is not { } index)
            return null;
        string heading = "## " + Path.GetDirectoryName(file);
        return [.. File.ReadAllLines(index).SkipWhile(l => l != heading).Skip(1).TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal))];
    }

    /// <summary>"relu 27, conv2d 14" as a dictionary.</summary>
    public static Dictionary<string, int> Histogram(string list)
        => list.Split(", ").Select(e => e.Split(' ')).ToDictionary(e => e[0], e => int.Parse(e[1]));

    /// <summary>All numbers of a line.</summary>
    public static int[] Numbers(string text) => [.. Number().Matches(text).Select(m => int.Parse(m.Value))];

    /// <summary>What stands between back quotes, with the text behind it up to a semicolon: (name, "float32 [-1, 10]").</summary>
    public static (string Name, string Said)[] Quoted(string text)
        => [.. QuotedItem().Matches(text).Select(m => (m.Groups[1].Value, m.Groups[2].Value.Trim()))];

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    [GeneratedRegex("`([^`]+)`([^;]*)")]
    private static partial Regex QuotedItem();
}
