using System.Numerics.Tensors;
using Trireme.Cpu.Elementwise;
using Trireme.Cpu.Kernels;
using Trireme.Operators;
using Trireme.Random;

namespace Trireme.Cpu.Sampling;

/// <summary>Uniform numbers.</summary>
internal sealed unsafe class UniformRandomKernel : FloatKernel<UniformRandomOp>
{
    protected override void Run<T>(UniformRandomOp op, KernelContext k)
    {
        Data<T> y = k.Out<T>("Out");
        RandomStream stream = RandomRuns.Stream(op.Seed);
        T min = T.CreateTruncating(op.Min), max = T.CreateTruncating(op.Max), range = T.CreateTruncating(op.Max - op.Min);
        RandomRuns.Run(y.Length, 8, (start, end) =>
        {
            var to = new Span<T>(y.Pointer + start, end - start);
            RandomRuns.Uniform(stream, start, to);
            TensorPrimitives.Multiply(to, range, to);
            TensorPrimitives.Add(to, min, to);
            // Rounding can reach the bound, which does not belong to the range.
            for (int i = 0; i < to.Length; i++)
            {
                if (to[i] >= max && max > min)
                    to[i] = T.BitDecrement(max);
            }
        });
    }
}

/// <summary>Normal numbers by Box and Muller's transformation.</summary>
internal sealed unsafe class GaussianRandomKernel : FloatKernel<GaussianRandomOp>
{
    protected override void Run<T>(GaussianRandomOp op, KernelContext k)
    {
        Data<T> y = k.Out<T>("Out");
        RandomStream stream = RandomRuns.Stream(op.Seed);
        T mean = T.CreateTruncating(op.Mean), std = T.CreateTruncating(op.Std);
        RandomRuns.Run(y.Length, 20, (start, end) =>
        {
            const int half = RandomRuns.Tile / 2;
            var u = new Span<T>(Scratch.Own<T>(2 * RandomRuns.Tile), 2 * RandomRuns.Tile);
            RandomRuns.Uniform(stream, start, u[..RandomRuns.Tile]);
            Span<T> radius = u[..half], angle = u[half..RandomRuns.Tile], sine = u[RandomRuns.Tile..(RandomRuns.Tile + half)], cosine = u[(RandomRuns.Tile + half)..];
            TensorPrimitives.Subtract(T.One, radius, radius);
            TensorPrimitives.Log(radius, radius);
            TensorPrimitives.Multiply(radius, T.CreateTruncating(-2), radius);
            TensorPrimitives.Sqrt(radius, radius);
            TensorPrimitives.Multiply(radius, std, radius);
            TensorPrimitives.Multiply(angle, T.CreateTruncating(2 * Math.PI), angle);
            TensorPrimitives.Sin(angle, sine);
            TensorPrimitives.Cos(angle, cosine);
            TensorPrimitives.MultiplyAdd(radius, sine, mean, sine);
            TensorPrimitives.MultiplyAdd(radius, cosine, mean, cosine);
            u.Slice(RandomRuns.Tile, end - start).CopyTo(new Span<T>(y.Pointer + start, end - start));
        });
    }
}

/// <summary>Normal numbers between limits, by inverting the distribution function.</summary>
internal sealed unsafe class TruncatedGaussianRandomKernel : FloatKernel<TruncatedGaussianRandomOp>
{
    protected override void Run<T>(TruncatedGaussianRandomOp op, KernelContext k)
    {
        Data<T> y = k.Out<T>("Out");
        RandomStream stream = RandomRuns.Stream(op.Seed);
        double low = ErrorFunction.Erf(op.A / Math.Sqrt(2)), high = ErrorFunction.Erf(op.B / Math.Sqrt(2));
        RandomRuns.Run(y.Length, 200, (start, end) =>
        {
            var to = new Span<T>(y.Pointer + start, end - start);
            RandomRuns.Uniform(stream, start, to);
            for (int i = 0; i < to.Length; i++)
            {
                double z = Math.Sqrt(2) * ErrorFunction.Erfinv(low + ((high - low) * double.CreateTruncating(to[i])));
                to[i] = T.CreateTruncating(op.Mean + (op.Std * Math.Clamp(z, op.A, op.B)));
            }
        });
    }
}

/// <summary>Uniform integers.</summary>
internal sealed unsafe class RandintKernel : NumericKernel<RandintOp>
{
    protected override void Run<T>(RandintOp op, KernelContext k)
    {
        Data<T> y = k.Out<T>("Out");
        RandomStream stream = RandomRuns.Stream(op.Seed);
        ulong range = (ulong)(op.High - op.Low);
        RandomRuns.Run(y.Length, 12, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                (uint a, uint b, _, _) = stream.Block(i);
                ulong value = Math.BigMul(((ulong)a << 32) | b, range, out _);
                y[i] = T.CreateTruncating(op.Low + (long)value);
            }
        });
    }
}

/// <summary>The numbers 0 to N - 1 in a random order.</summary>
internal sealed unsafe class RandpermKernel : NumericKernel<RandpermOp>
{
    protected override void Run<T>(RandpermOp op, KernelContext k)
    {
        Data<T> y = k.Out<T>("Out");
        RandomPermutation.Fill(RandomRuns.Stream(op.Seed), y.Pointer, y.Length);
    }
}

/// <summary>1 with a given probability, else 0.</summary>
internal sealed unsafe class BernoulliKernel : FloatKernel<BernoulliOp>
{
    protected override void Run<T>(BernoulliOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        RandomStream stream = RandomRuns.Stream(0);
        RandomRuns.Run(y.Length, 8, (start, end) =>
        {
            var to = new Span<T>(y.Pointer + start, end - start);
            RandomRuns.Uniform(stream, start, to);
            for (int i = 0; i < to.Length; i++)
                to[i] = to[i] < x[start + i] ? T.One : T.Zero;
        });
    }
}

/// <summary>Poisson numbers: how many events with exponential waiting times fit into a time as long as the mean.</summary>
internal sealed unsafe class PoissonKernel : FloatKernel<PoissonOp>
{
    protected override void Run<T>(PoissonOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        RandomStream stream = RandomRuns.Stream(0);
        RandomRuns.Run(y.Length, 100, (start, end) =>
        {
            for (int i = start; i < end; i++)
                y[i] = T.CreateTruncating(Draw(stream with { Draw = stream.Draw ^ ((ulong)i << 32) }, double.CreateTruncating(x[i])));
        });
    }

    // Inversion on the logarithms of products: exact, and one uniform number an event.
    private static double Draw(RandomStream stream, double mean)
    {
        if (!(mean > 0))
            return mean == 0 ? 0 : double.NaN;
        double time = 0;
        for (long n = 0; ; n++)
        {
            (uint a, uint b, _, _) = stream.Block(n);
            time -= Math.Log(1 - RandomStream.ToDouble(a, b));
            if (time > mean)
                return n;
        }
    }
}

/// <summary>Positions in proportion to weights.</summary>
internal sealed unsafe class MultinomialKernel : FloatKernel<MultinomialOp>
{
    protected override void Run<T>(MultinomialOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X");
        Data<long> y = k.Out<long>("Out");
        RandomStream stream = RandomRuns.Stream(0);
        int n = x.Shape[^1], rows = n == 0 ? 0 : x.Length / n, samples = op.NumSamples;
        var weights = new double[n];
        for (int r = 0; r < rows; r++)
        {
            double total = 0;
            int possible = 0;
            for (int i = 0; i < n; i++)
            {
                weights[i] = double.CreateTruncating(x[(r * n) + i]);
                if (!(weights[i] >= 0) || double.IsInfinity(weights[i]))
                    throw new InvalidArgumentException($"multinomial: the weight {weights[i]} is no probability.", "Weights must be finite and not negative.");
                total += weights[i];
                possible += weights[i] > 0 ? 1 : 0;
            }
            if (possible == 0 || (!op.Replacement && possible < samples))
                throw new InvalidArgumentException($"multinomial: {samples} positions cannot be drawn where {possible} have a weight above 0.");
            for (int s = 0; s < samples; s++)
            {
                (uint a, uint b, _, _) = stream.Block(((long)r * samples) + s);
                int drawn = Draw(weights, RandomStream.ToDouble(a, b) * total);
                y[(r * samples) + s] = drawn;
                if (!op.Replacement)
                {
                    total -= weights[drawn];
                    weights[drawn] = 0;
                }
            }
        }
    }

    // Rounding can leave the mark beyond the last weight: then the last position with a weight is it.
    private static int Draw(double[] weights, double mark)
    {
        int last = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] == 0)
                continue;
            last = i;
            mark -= weights[i];
            if (mark < 0)
                break;
        }
        return last;
    }
}
