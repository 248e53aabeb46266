using Trireme.Formats.Files;

namespace Trireme.Samples.Text;

/// <summary>
/// Paddle's tutorials on text and ratings in C#, one class each. Pass a folder and the name of a tutorial, or no name for all in order. In the folder are
/// rt-polarity.pos and rt-polarity.neg, one sentence a line, for the first two; ml-1m.zip for the last, which else looks into the cache of data sets.
/// </summary>
internal static class Program
{
    private static readonly (string Name, Action<string> Run)[] Tutorials =
    [
        ("sentiment", folder => Sentiment.Run(Sentences.Read(folder))),
        ("words", folder => WordVectors.Run(Sentences.Read(folder))),
        ("tagging", _ => Tagging.Run()),
        ("translation", _ => Translation.Run()),
        ("recommender", folder => Recommender.Run(Path.Combine(folder, "ml-1m.zip") is var file && File.Exists(file) ? file : null, epochs: 2)),
    ];

    public static int Main(string[] args)
    {
        string[] known = [.. Tutorials.Select(t => t.Name)], names = args.Length == 1 ? known : [.. args.Skip(1)];
        bool needsSentences = names.Contains("sentiment") || names.Contains("words");
        if (args.Length == 0 || !Directory.Exists(args[0]) || names.Except(known).Any()
            || (needsSentences && !File.Exists(Path.Combine(args[0], "rt-polarity.pos"))))
        {
            Console.Error.WriteLine($"usage: Text <folder with rt-polarity.pos, rt-polarity.neg and ml-1m.zip> [{string.Join('|', known)}]...");
            return 2;
        }
        try
        {
            foreach ((string name, Action<string> run) in Tutorials.Where(t => names.Contains(t.Name)))
            {
                Console.WriteLine($"========== {name} ==========");
                run(args[0]);
            }
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidArgumentException or InvalidFileException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}
