using Trireme.Fluid;
using Trireme.Profiling;

namespace Trireme.Tests.Fluid.Profiling;

/// <summary>A recording sees every thread of the process, and the table goes to the standard output: these tests run while no others do.</summary>
[CollectionDefinition(nameof(ProfilersCollection), DisableParallelization = true)]
public sealed class ProfilersCollection;

[Collection(nameof(ProfilersCollection))]
public sealed class ProfilersTests
{
    [Fact]
    public void A_table_is_printed_and_a_trace_written()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            string text = Printed(() =>
            {
                using (Profilers.Profiler("CPU", "calls", path))
                {
                    Tensor x = Paddle.Ones([4]);
                    x.Exp();
                    x.Sin();
                    x.Sin();
                }
            });
            Assert.True(text.IndexOf("  sin", StringComparison.Ordinal) is > 0 and int sin && sin < text.IndexOf("  exp", StringComparison.Ordinal), text);
            Assert.Equal(["exp", "sin", "sin"], Recorded(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Reset_forgets_and_stop_needs_a_start()
    {
        Assert.Throws<PreconditionNotMetException>(() => Profilers.StopProfiler());
        Assert.Throws<InvalidArgumentException>(() => Profilers.StartProfiler("TPU"));
        Profilers.ResetProfiler();
        Profilers.StartProfiler("All");
        Assert.Throws<PreconditionNotMetException>(() => Profilers.StartProfiler("CPU"));
        Assert.Throws<InvalidArgumentException>(() => Profilers.StopProfiler("name"));
        Paddle.Ones([4]).Exp();
        Profilers.ResetProfiler();
        Paddle.Ones([4]).Sin();
        string text = Printed(() => Profilers.StopProfiler("total", null));
        Assert.Contains("  sin", text, StringComparison.Ordinal);
        Assert.DoesNotContain("  exp", text, StringComparison.Ordinal);
    }

    private static string[] Recorded(string path)
        => [.. Profiler.LoadProfilerResult(path).Events.Where(e => e.Type == TracerEventType.Operator && e.Name is "exp" or "sin").Select(e => e.Name)];

    private static string Printed(Action work)
    {
        TextWriter before = Console.Out;
        var text = new StringWriter();
        Console.SetOut(text);
        try
        {
            work();
        }
        finally
        {
            Console.SetOut(before);
        }
        return text.ToString();
    }
}
