using System.Globalization;
using Trireme.Cli;

namespace Trireme.Tests.Cli;

public sealed class ToolTests
{
    [Theory]
    [InlineData("summary", "--input-shape")]
    [InlineData("run", "--repeat")]
    [InlineData("convert", "--combined")]
    [InlineData("doctor", "--seconds")]
    public void EveryCommandHasHelp(string command, string option)
    {
        Assert.Contains(command, Called.Good("--help"), StringComparison.Ordinal);
        Assert.Contains(option, Called.Good(command, "--help"), StringComparison.Ordinal);
    }

    [Fact]
    public void WrongOptionsAreRefused()
    {
        Assert.Contains("--help", Called.Bad(2, "summarize"), StringComparison.Ordinal);
        Called.Bad(2, "summary");
        Called.Bad(2, "run", "model", "--repeat", "often");
        Called.Bad(2, "doctor", "--seconds", "-1");
    }

    [Fact]
    public void DoctorKnowsTheMachine()
    {
        string text = Called.Good("doctor", "--seconds", "0.01");
        foreach (string fact in new[] { $".NET: {Environment.Version}", "lanes in use: ", "threads: ", "memory: ", "data sets: ", "  mnist: ", "  cifar: ", "  flowers: ", "  voc2012: ", "  movielens: ", "  conll05st: ", "matrix product: " })
            Assert.Contains(fact, text, StringComparison.Ordinal);
    }

    [Fact]
    public void AStoppedCommandSaysSo()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        Assert.Equal(130, Tool.Run(["doctor"], output, error, new CancellationToken(canceled: true)));
        Assert.Equal("stopped", error.ToString().Trim());
    }

    [Fact]
    public void TheToolStandsOnTheLibraryAlone()
        => Assert.All(typeof(Tool).Assembly.GetReferencedAssemblies(), r => Assert.StartsWith(r.Name!.StartsWith("System", StringComparison.Ordinal) ? "System" : "Trireme", r.Name));
}
