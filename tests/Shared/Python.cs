using System.Diagnostics;
using Xunit.Abstractions;

namespace Trireme.Tests.Shared;

/// <summary>A Python with numpy, where the machine has one: the independent reader of what is written here.</summary>
internal static class Python
{
    private static readonly Lazy<string?> Found = new(() => new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(HasNumpy));

    /// <summary>What the script printed, or null after writing that there is no Python with numpy.</summary>
    public static string? Run(ITestOutputHelper output, string script, params string[] arguments)
    {
        if (Found.Value is not { } python)
        {
            output.WriteLine("skipped: no python3 with numpy");
            return null;
        }
        (int code, string printed, string errors) = Start(python, script, arguments);
        Assert.True(code == 0, $"python ended with {code}\n{errors}");
        return printed;
    }

    private static bool HasNumpy(string python)
    {
        try
        {
            return Start(python, "import numpy", []).Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static (int Code, string Printed, string Errors) Start(string python, string script, string[] arguments)
    {
        var start = new ProcessStartInfo(python, ["-c", script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, printed, errors.Result);
    }
}
