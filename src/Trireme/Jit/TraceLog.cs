using Trireme.Static;

namespace Trireme.Tracing;

/// <summary>What tracing tells those who asked for it.</summary>
internal static class TraceLog
{
    public static (int Level, bool AlsoToStdout) Verbosity { get; set; }

    public static (int Level, bool AlsoToStdout) Code { get; set; }

    public static void Traced(string name, IReadOnlyList<InputSpec> specs, Program program, long milliseconds)
    {
        if (Verbosity.Level > 0)
        {
            string inputs = string.Join(", ", specs.Select(s => $"{s.Shape} {s.DType}"));
            Write($"to_static: {name}({inputs}) became a program of {program.Blocks.Sum(b => b.Ops.Count)} operators in {milliseconds} ms.", Verbosity.AlsoToStdout);
        }
        if (Code.Level > 0)
            Write($"to_static: the program of {name}:\n{program}", Code.AlsoToStdout);
    }

    private static void Write(string text, bool alsoToStdout)
    {
        Console.Error.WriteLine(text);
        if (alsoToStdout)
            Console.Out.WriteLine(text);
    }
}
