using System.Globalization;
using Trireme.Cpu;

namespace Trireme.Bench;

/// <summary>How much faster rows are on two threads than on one, on this side alone.</summary>
internal static class ScalingRun
{
    private const int Rounds = 40;
    private const double WarmUp = 0.4, Slice = 0.02;

    /// <summary>Measures each row with one thread and with two in turns and prints a line.</summary>
    /// <returns>0, or 1 where there is no row.</returns>
    public static int Run(Row[] rows, TextWriter output)
    {
        Workers.Count = 2;
        var cores = new Cores();
        foreach (Row row in rows)
        {
            Case work = row.Open();
            Stopwatches[] watches = [new(work.Step), new(work.Step)];
            With(1, () => watches[0].Settle(WarmUp));
            With(2, () => watches[1].Settle(WarmUp));
            for (int i = 0; i < Rounds; i++)
            {
                cores.Take(watches[0].Samples, () => With(1, () => watches[0].Run(Slice)));
                cores.Take(watches[1].Samples, () => With(2, () => watches[1].Run(Slice)));
            }
            double one = Result.Median(watches[0].Samples), two = Result.Median(watches[1].Samples);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Name,-50} 1 thread {one * 1e3,10:0.0000} ms, 2 threads {two * 1e3,10:0.0000} ms, {one / two:0.00} times (best {watches[0].Samples.Min() / watches[1].Samples.Min():0.00})"));
        }
        output.WriteLine(cores.Report());
        return rows.Length > 0 ? 0 : 1;
    }

    private static void With(int threads, Action work)
    {
        int before = Workers.Count;
        Workers.Count = threads;
        work();
        Workers.Count = before;
    }
}
