using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Trireme.Cpu;

namespace Trireme.Bench;

/// <summary>
/// Watches whether the machine gives what it gave at its best. A virtual machine at times runs two of its processors on one core for seconds, which no counter
/// shows, and everything then takes twice as long: a loop of multiply-adds in registers, on all threads at once, tells. What was measured meanwhile is
/// measured again, on either side.
/// </summary>
internal sealed class Cores
{
    private const int Steps = 40_000, Looks = 3, Attempts = 8;
    private const double Allowed = 1.2, LongestWait = 4;

    private int _repeated, _doubtful;
    private double _best = double.PositiveInfinity;

    // A machine that never again gives what it once gave must not be waited for at every row.
    private double _patience = 180;

    /// <summary>Adds samples taken while the machine gives all it has: those of the first attempt before and after which it did, or of the last.</summary>
    public void Take(List<double> samples, Action measure)
    {
        if (Clock.CountsProcessorTime)
        {
            measure();
            return;
        }
        if (double.IsPositiveInfinity(_best))
            Calibrate();
        int before = samples.Count;
        for (int attempt = 1; ; attempt++)
        {
            double start = Clock.Now;
            while (!IsFree() && Clock.Now - start < Math.Min(LongestWait, _patience))
                Thread.Sleep(50);
            _patience -= Clock.Now - start;
            start = Clock.Now;
            measure();
            if (IsFree())
                return;
            if (attempt == Attempts || _patience <= 0)
            {
                _doubtful++;
                return;
            }
            samples.RemoveRange(before, samples.Count - before);
            _patience -= Clock.Now - start;
            _repeated++;
        }
    }

    /// <summary>One line on what was measured again, for below a table.</summary>
    public string Report() => $"{_repeated} slices of time were measured again because the machine gave less than it can; {_doubtful} stand although it did.";

    // The best of a second and a half, in which the loop is also compiled for good.
    private void Calibrate()
    {
        for (double start = Clock.Now; Clock.Now - start < 1.5;)
            Look();
    }

    private bool IsFree() => Enumerable.Range(0, Looks).Min(_ => Look()) <= Allowed * _best;

    private double Look()
    {
        double start = Clock.Now;
        Workers.For(Workers.Count, long.MaxValue / Workers.Count, new Registers());
        double found = Clock.Now - start;
        _best = Math.Min(_best, found);
        return found;
    }

    private readonly struct Registers : IRangeBody
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
                Multiply();
        }

        // Ten chains, enough for the multiply-adds that are under way at once.
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private static float Multiply()
        {
            Vector256<float> x = Vector256.Create(0.5f), a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x;
            for (int step = 0; step < Steps; step++)
            {
                (a, b, c) = (Vector256.MultiplyAddEstimate(x, a, x), Vector256.MultiplyAddEstimate(x, b, x), Vector256.MultiplyAddEstimate(x, c, x));
                (d, e, f) = (Vector256.MultiplyAddEstimate(x, d, x), Vector256.MultiplyAddEstimate(x, e, x), Vector256.MultiplyAddEstimate(x, f, x));
                (g, h) = (Vector256.MultiplyAddEstimate(x, g, x), Vector256.MultiplyAddEstimate(x, h, x));
                (i, j) = (Vector256.MultiplyAddEstimate(x, i, x), Vector256.MultiplyAddEstimate(x, j, x));
            }
            return Vector256.Sum(a + b + c + d + e + f + g + h + i + j);
        }
    }
}
