using System.Globalization;
using Trireme.Cli;

namespace Trireme.Tests.Cli;

/// <summary>What a call of the command printed, and how it ended.</summary>
internal sealed record Called(int ExitCode, string Output, string Error)
{
    public static Called With(params string[] args)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        int code = Tool.Run(args, output, error, CancellationToken.None);
        return new Called(code, output.ToString(), error.ToString());
    }

    /// <summary>What it printed; it must have worked.</summary>
    public static string Good(params string[] args)
    {
        Called called = With(args);
        Assert.True(called.ExitCode == 0, called.Error);
        Assert.Empty(called.Error);
        return called.Output;
    }

    /// <summary>What it complained of, without the trace of a stack.</summary>
    public static string Bad(int code, params string[] args)
    {
        Called called = With(args);
        Assert.Equal(code, called.ExitCode);
        Assert.NotEmpty(called.Error);
        Assert.DoesNotContain("   at ", called.Error, StringComparison.Ordinal);
        return called.Error;
    }
}
