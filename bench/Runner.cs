using System.Globalization;
using Trireme.Formats.Npy;

namespace Trireme.Bench;

/// <summary>Measures rows one after the other; within a row both sides take turns, so that a disturbance of the machine meets both.</summary>
internal sealed class Runner(TorchSide? torch, Cores cores, bool quick, bool onlyAgree)
{
    private readonly int _rounds = quick ? 3 : 5;
    // Long enough for the runtime to have compiled what is used often a second time.
    private readonly double _warmUp = quick ? 0.8 : 1, _slice = quick ? 0.1 : 0.3;

    public Result Run(Row row)
    {
        try
        {
            return Measure(row, row.Open());
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or InvalidArgumentException or PreconditionNotMetException)
        {
            return new Result(row, [], [], null, double.NaN, e.Message.ReplaceLineEndings(" "));
        }
        finally
        {
            // The arrays of a large row must not be in the way of the next.
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private Result Measure(Row row, Case work)
    {
        (double? difference, string? note, string? remark) = Compare(row, work);
        if (onlyAgree)
            return new Result(row, [], [], difference, double.NaN, note, remark);
        var watch = new Stopwatches(work.Step);
        var samples = new List<double>();
        watch.Settle(_warmUp);
        torch?.WarmUp(_warmUp);
        for (int i = 0; i < _rounds; i++)
        {
            cores.Take(watch.Samples, () => watch.Run(_slice));
            // Threads that spin before they sleep have gone to sleep when the other side begins.
            Thread.Sleep(30);
            if (torch is not null)
            {
                cores.Take(samples, () => samples.AddRange(torch.Run(_slice)));
                Thread.Sleep(30);
            }
        }
        // After the rounds: what is made once has been made.
        int repetitions = (int)Math.Clamp(1 / watch.Samples.Min(), 2, 20);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < repetitions; i++)
            work.Step();
        double managed = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)repetitions;
        return new Result(row, watch.Samples, samples, difference, managed, note, remark);
    }

    // The row itself is opened last on the other side: what is open there is what is timed.
    private (double? Difference, string? Note, string? Remark) Compare(Row row, Case work)
    {
        if (torch is null)
            return (null, null, null);
        double? conditioned = null;
        string? note = null;
        if (row.Conditioned is { } other)
        {
            (conditioned, note, _) = Compare(other, other.Open());
            note = note is null ? null : $"{other.Name}: {note}";
        }
        (Dictionary<string, NumpyArray> theirs, Dictionary<string, NumpyArray>? exact) = torch.Open(row, work.Inputs);
        if (work.Outputs is not { } outputs)
            return (conditioned, note, null);
        Dictionary<string, Tensor> ours = outputs();
        if (exact is null)
        {
            double difference = Agreement.Difference(ours, theirs);
            return (difference, note ?? Excess(difference, row.Tolerance, ""), null);
        }
        double our = Agreement.NormOfDifference(ours, exact), their = Agreement.NormOfDifference(theirs, exact);
        note ??= Excess(our, Math.Max(row.Tolerance, 2 * their), $" from float64, PyTorch's by {their:0.0e+0}");
        return (conditioned ?? our, note, string.Create(CultureInfo.InvariantCulture,
            $"{row.Name}: the difference is that {row.Conditioned?.Name}; in the step itself the norm differs from float64 by {our:0.0e+0}, PyTorch's by {their:0.0e+0}"));
    }

    // Written so that a NaN is one.
    private static string? Excess(double difference, double allowed, string judge)
        => difference <= allowed ? null : string.Create(CultureInfo.InvariantCulture, $"the results differ by {difference:0.0e+0}{judge}; allowed is {allowed:0.0e+0}");
}
