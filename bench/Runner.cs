using Trireme.Formats.Npy;

namespace Trireme.Bench;

/// <summary>Measures rows one after the other; within a row both sides take turns, so that a disturbance of the machine meets both.</summary>
internal sealed class Runner(TorchSide? torch, bool quick, bool onlyAgree)
{
    private readonly int _rounds = quick ? 3 : 5;
    private readonly double _warmUp = quick ? 0.2 : 0.5, _slice = quick ? 0.1 : 0.3;

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
        double? difference = null;
        string? note = null;
        if (torch is not null)
        {
            (Dictionary<string, NumpyArray> theirs, Dictionary<string, NumpyArray>? exact) = torch.Open(row, work.Inputs);
            if (work.Outputs is { } outputs)
            {
                Dictionary<string, Tensor> ours = outputs();
                difference = exact is null ? Agreement.Difference(ours, theirs) : Agreement.NormOfDifference(ours, exact);
                double theirOwn = exact is null ? 0 : Agreement.NormOfDifference(theirs, exact);
                double allowed = Math.Max(row.Tolerance, 2 * theirOwn);
                string judge = exact is null ? "" : $" from float64, PyTorch's by {theirOwn:0.0e+0}";
                if (!(difference <= allowed))
                    note = $"the results differ by {difference:0.0e+0}{judge}; allowed is {allowed:0.0e+0}";
            }
        }
        if (onlyAgree)
            return new Result(row, [], [], difference, double.NaN, note);
        var watch = new Stopwatches(work.Step);
        var samples = new List<double>();
        // Code is compiled for good in the background, and only after a tenth of a second in which nothing new was called.
        for (int i = 0; i < 4; i++)
        {
            watch.WarmUp(_warmUp);
            Thread.Sleep(120);
        }
        torch?.WarmUp(_warmUp);
        for (int i = 0; i < _rounds; i++)
        {
            watch.Run(_slice);
            // Threads that spin before they sleep have gone to sleep when the other side begins.
            Thread.Sleep(30);
            if (torch is not null)
            {
                samples.AddRange(torch.Run(_slice));
                Thread.Sleep(30);
            }
        }
        // After the rounds: what is made once has been made.
        int repetitions = (int)Math.Clamp(1 / watch.Samples.Min(), 2, 20);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < repetitions; i++)
            work.Step();
        double managed = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)repetitions;
        return new Result(row, watch.Samples, samples, difference, managed, note);
    }
}
