using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Trireme.Formats.Files;
using Trireme.Static;

namespace Trireme.Cli;

/// <summary>The command <c>trireme</c>: reads what was asked, runs it, and turns errors into one message and an exit code.</summary>
internal static class Tool
{
    public const int Done = 0, Failed = 1, BadOptions = 2, Stopped = 130;

    public static int Main(string[] args)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = !stop.IsCancellationRequested;    // the first one ends the work at the next step, the second one at once
            stop.Cancel();
        };
        return Run(args, Console.Out, Console.Error, stop.Token);
    }

    /// <summary>Runs the command in this process.</summary>
    /// <returns>0 where it worked, 1 where a file or the work failed, 2 where the options are wrong, 130 where it was stopped.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error, CancellationToken stop)
    {
        var root = new RootCommand("Looks at, runs and converts PaddlePaddle models.");
        root.Subcommands.Add(SummaryCommand.Create(output, stop));
        root.Subcommands.Add(RunCommand.Create(output, stop));
        root.Subcommands.Add(ConvertCommand.Create(output, stop));
        root.Subcommands.Add(DoctorCommand.Create(output, stop));
        ParseResult parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0)
        {
            foreach (ParseError problem in parsed.Errors)
                error.WriteLine(problem.Message.Replace("\n\t", " ", StringComparison.Ordinal).Trim());
            error.WriteLine($"'{string.Join(' ', parsed.CommandResult.Command.Parents.Select(p => p.Name).Append(parsed.CommandResult.Command.Name))} --help' lists the options.");
            return BadOptions;
        }
        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("stopped");
            return Stopped;
        }
        catch (ToolException e)
        {
            error.WriteLine(e.Message);
            return BadOptions;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidArgumentException or OutOfRangeException or PreconditionNotMetException
            or ProgramRunException or JsonException)
        {
            error.WriteLine(e.Message);
            return Failed;
        }
    }
}
