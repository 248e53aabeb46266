using Trireme.Cpu.Elementwise;
using Trireme.Cpu.Kernels;
using Trireme.Operators;
using Trireme.Random;

namespace Trireme.Cpu.Sampling;

/// <summary>Binomial numbers by the waiting times between the rarer outcomes.</summary>
internal sealed unsafe class BinomialKernel : Kernel<BinomialOp>
{
    protected override void Run(BinomialOp op, KernelContext k)
    {
        Data<double> count = k.In<double>("count"), prob = k.In<double>("prob");
        Data<long> y = k.Out<long>("out");
        for (int i = 0; i < y.Length; i++)
        {
            if (!(count[i] >= 0 && count[i] <= long.MaxValue / 2 && count[i] == Math.Floor(count[i]) && prob[i] >= 0 && prob[i] <= 1))
            {
                throw new InvalidArgumentException($"binomial: element {i} has count {count[i]} and probability {prob[i]}.",
                    $"count {count.Shape}, prob {prob.Shape}",
                    "Counts must be whole and not negative, probabilities from 0 to 1.");
            }
        }
        RandomStream stream = RandomRuns.Stream(0);
        RandomRuns.Run(y.Length, 100, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                double p = prob.Pointer[i];
                long n = (long)count.Pointer[i], rarer = Draw(stream with { Draw = stream.Draw ^ ((ulong)i << 32) }, n, Math.Min(p, 1 - p));
                y.Pointer[i] = p <= 0.5 ? rarer : n - rarer;
            }
        });
    }

    // Each waiting time is geometric: how many trials until the next success.
    private static long Draw(RandomStream stream, long n, double p)
    {
        if (p == 0)
            return 0;
        double perTrial = ExactNearZero.Log1p(-p), trials = 0;
        for (long successes = 0; ; successes++)
        {
            (uint a, uint b, _, _) = stream.Block(successes);
            trials += Math.Floor(Math.Log(1 - RandomStream.ToDouble(a, b)) / perTrial) + 1;
            if (trials > n)
                return successes;
        }
    }
}
