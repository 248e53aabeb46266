namespace Trireme.Samples.Text;

/// <summary>
/// Paddle's text tutorials in C#, one class each. Pass a folder with rt-polarity.pos and rt-polarity.neg, one sentence a line, and the name of a tutorial, or no
/// name for all in order.
/// </summary>
internal static class Program
{
    private static readonly (string Name, Action<Sentences> Run)[] Tutorials =
    [
        ("sentiment", Sentiment.Run),
        ("words", WordVectors.Run),
    ];

    public static int Main(string[] args)
    {
        string[] known = [.. Tutorials.Select(t => t.Name)];
        if (args.Length == 0 || !Directory.Exists(args[0]) || args.Skip(1).Except(known).Any())
        {
            Console.Error.WriteLine($"usage: Text <folder with rt-polarity.pos and rt-polarity.neg> [{string.Join('|', known)}]...");
            return 2;
        }
        var sentences = Sentences.Read(args[0]);
        foreach ((string name, Action<Sentences> run) in Tutorials.Where(t => args.Length == 1 || args.Contains(t.Name)))
        {
            Console.WriteLine($"========== {name} ==========");
            run(sentences);
        }
        return 0;
    }
}
