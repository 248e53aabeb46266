using Trireme.Programs;

namespace Trireme.Tests.Samples;

/// <summary>What a sample printed, and how it ended.</summary>
internal sealed record Recorded(int ExitCode, string Output, string Errors)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Runs a sample as if in a process of its own.</summary>
    public static Recorded Run(Func<int> sample)
    {
        (TextWriter output, TextWriter errors) = (Console.Out, Console.Error);
        var recorded = (Output: new StringWriter(), Errors: new StringWriter());
        Console.SetOut(recorded.Output);
        Console.SetError(recorded.Errors);
        try
        {
            using IDisposable names = UniqueName.Guard();
            return new Recorded(sample(), recorded.Output.ToString(), recorded.Errors.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
