using System.Diagnostics;
using System.Reflection;
using Trireme.Cpu;

namespace Trireme.Bench;

/// <summary>This program once more, in a process of its own.</summary>
internal static class Child
{
    /// <summary>Runs it and returns what it prints.</summary>
    public static string Run(params string[] arguments)
    {
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        string[] all = [.. isHost ? (string[])[Assembly.GetExecutingAssembly().Location] : [], .. arguments, "--threads", Workers.Count.ToString()];
        return Read(program, all);
    }

    /// <summary>Runs a program and returns what it prints.</summary>
    public static string Read(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? text.Trim()
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
