using System.Diagnostics;

namespace Trireme.Fluid;

/// <summary>What other programs write.</summary>
internal static class CommandOutput
{
    /// <summary>The lines that a command of the shell writes when it reads a file.</summary>
    public static IEnumerable<string> Lines(string command, string inputFile)
    {
        // cmd.exe has rules of its own for quotes: with /s it takes off the outer ones and leaves those within as they are.
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd.exe", $"/s /c \"{command}\"") : new ProcessStartInfo("/bin/sh", ["-c", command]);
        // Opened first: a missing file is an error before anything runs.
        using var input = new FileStream(inputFile, FileMode.Open, FileAccess.Read, FileShare.Read);
        foreach (string line in Run(start, command, Lines, input))
            yield return line;

        static IEnumerable<string> Lines(Stream output)
        {
            using var reader = new StreamReader(output);
            while (reader.ReadLine() is { } line)
                yield return line;
        }
    }

    /// <summary>What a program writes, as it is read; stopping early ends the program.</summary>
    public static IEnumerable<string> Run(ProcessStartInfo start, string command, Func<Stream, IEnumerable<string>> read, Stream? input = null)
    {
        (start.RedirectStandardOutput, start.RedirectStandardInput, start.UseShellExecute) = (true, input is not null, false);
        using Process process = Start(start, command);
        Task feeding = input is null ? Task.CompletedTask : Task.Run(() => Feed(process, input));
        try
        {
            foreach (string part in read(process.StandardOutput.BaseStream))
                yield return part;
            process.WaitForExit();
            // Input that could not be read is no shorter input.
            feeding.GetAwaiter().GetResult();
            if (process.ExitCode != 0)
                throw new IOException($"The command '{command}' failed.\n  It ended with the code {process.ExitCode}.\n  Try it in a shell.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            process.WaitForExit();
            Task.WhenAny(feeding).Wait();
        }
    }

    private static Process Start(ProcessStartInfo start, string command)
    {
        try
        {
            return Process.Start(start) ?? throw new IOException($"The command '{command}' did not start.");
        }
        catch (System.Runtime.InteropServices.ExternalException e)
        {
            throw new IOException($"The command '{command}' cannot be started.\n  {e.Message}.\n  Give the name of a program.", e);
        }
    }

    private static void Feed(Process process, Stream input)
    {
        Stream target = process.StandardInput.BaseStream;
        byte[] buffer = new byte[1 << 16];
        try
        {
            int count;
            do
                count = input.Read(buffer);
            while (count > 0 && IsTaken(() => target.Write(buffer, 0, count)));
        }
        finally
        {
            IsTaken(target.Dispose);
        }
    }

    // A command that needs no more input, as head does, closes it: that is no failure.
    private static bool IsTaken(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
