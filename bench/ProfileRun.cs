using System.Globalization;
using Trireme.Profiling;

namespace Trireme.Bench;

/// <summary>Says where the time of rows goes on this side.</summary>
internal static class ProfileRun
{
    private const double WarmUp = 0.3, Recorded = 1;
    private const int MostSteps = 200;

    /// <summary>Runs each row's step under the profiler and prints its operators.</summary>
    /// <returns>0, or 1 where there is no row.</returns>
    public static int Run(Row[] rows, FileInfo? trace, TextWriter output)
    {
        foreach (Row row in rows)
        {
            Case work = row.Open();
            var watch = new Stopwatches(work.Step);
            watch.Settle(WarmUp);
            watch.Run(WarmUp);
            double step = Result.Median(watch.Samples);
            int steps = (int)Math.Clamp(Recorded / step, 3, MostSteps);
            ProfilerResult result = Record(work.Step, steps);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"## {row.Name}: {steps} steps of {step * 1e3:0.0000} ms without the profiler\n"));
            output.WriteLine(result.Table(views: [SummaryView.OverView, SummaryView.ModelView, SummaryView.OperatorView, SummaryView.MemoryView]));
            if (trace is not null)
                result.Save(trace.FullName);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return rows.Length > 0 ? 0 : 1;
    }

    private static ProfilerResult Record(Action step, int steps)
    {
        using Profiler profiler = new Profiler(onTraceReady: _ => { }, withFlops: true).Start();
        for (int i = 0; i < steps; i++)
            step();
        profiler.Stop();
        return profiler.Result!;
    }
}
