using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>Uniformly distributed numbers in [min, max).</summary>
    /// <param name="shape">The dimensions.</param>
    /// <param name="dtype">The element type; the default floating point type where null.</param>
    /// <param name="min">The least number.</param>
    /// <param name="max">The bound.</param>
    /// <param name="seed">A seed of its own; 0 for the next part of the default sequence.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The type is no floating point type, or min is above max.</exception>
    /// <remarks>Mirrors paddle.uniform.</remarks>
    public static Tensor Uniform(Shape shape, DType? dtype = null, double min = -1, double max = 1, int seed = 0, string? name = null)
        => new UniformRandomOp(shape, dtype ?? DefaultDType.Current, min, max, seed).ApplyAll()[0];

    /// <summary>Overwrites x with uniformly distributed numbers in [min, max).</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="min">The least number.</param>
    /// <param name="max">The bound.</param>
    /// <param name="seed">A seed of its own; 0 for the next part of the default sequence.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.Tensor.uniform_.</remarks>
    public static Tensor Uniform_(this Tensor x, double min = -1, double max = 1, int seed = 0, string? name = null)
        => InPlace.Run(x, t => Uniform(t.Shape, t.DType, min, max, seed));

    /// <summary>Uniformly distributed numbers in [0, 1).</summary>
    /// <param name="shape">The dimensions.</param>
    /// <param name="dtype">The element type; the default floating point type where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.rand.</remarks>
    public static Tensor Rand(Shape shape, DType? dtype = null, string? name = null) => Uniform(shape, dtype, 0, 1);

    /// <summary>Normally distributed numbers.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="std">The standard deviation; not negative.</param>
    /// <param name="shape">The dimensions; none where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="std"/> is negative.</exception>
    /// <remarks>Mirrors paddle.normal with numbers.</remarks>
    public static Tensor Normal(double mean = 0, double std = 1, Shape? shape = null, string? name = null)
        => new GaussianRandomOp(shape ?? default, DefaultDType.Current, mean, std).ApplyAll()[0];

    /// <summary>Normally distributed numbers, each with a mean and a standard deviation of its own.</summary>
    /// <param name="mean">The means.</param>
    /// <param name="std">The standard deviations; broadcast with the means.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.normal with tensors.</remarks>
    public static Tensor Normal(Tensor mean, Tensor std, string? name = null)
    {
        (mean, std) = Promotion.Pair(mean, std);
        Tensor zero = mean + (std * 0);
        return zero + (std * StandardNormal(zero.Shape, zero.DType));
    }

    /// <summary>Overwrites x with normally distributed numbers.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="std">The standard deviation; not negative.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.Tensor.normal_.</remarks>
    public static Tensor Normal_(this Tensor x, double mean = 0, double std = 1, string? name = null)
        => InPlace.Run(x, t => Gaussian(t.Shape, mean, std, dtype: t.DType));

    /// <summary>Normally distributed numbers.</summary>
    /// <param name="shape">The dimensions.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="std">The standard deviation; not negative.</param>
    /// <param name="seed">A seed of its own; 0 for the next part of the default sequence.</param>
    /// <param name="dtype">The element type; the default floating point type where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The type is no floating point type, or <paramref name="std"/> is negative.</exception>
    /// <remarks>Mirrors paddle.tensor.random.gaussian.</remarks>
    public static Tensor Gaussian(Shape shape, double mean = 0, double std = 1, int seed = 0, DType? dtype = null, string? name = null)
        => new GaussianRandomOp(shape, dtype ?? DefaultDType.Current, mean, std, seed).ApplyAll()[0];

    /// <summary>Normally distributed numbers with mean 0 and standard deviation 1.</summary>
    /// <param name="shape">The dimensions.</param>
    /// <param name="dtype">The element type; the default floating point type where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.standard_normal.</remarks>
    public static Tensor StandardNormal(Shape shape, DType? dtype = null, string? name = null) => Gaussian(shape, dtype: dtype);

    /// <summary>Normally distributed numbers with mean 0 and standard deviation 1.</summary>
    /// <param name="shape">The dimensions.</param>
    /// <param name="dtype">The element type; the default floating point type where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.randn.</remarks>
    public static Tensor Randn(Shape shape, DType? dtype = null, string? name = null) => Gaussian(shape, dtype: dtype);

    /// <summary>Uniformly distributed integers in [low, high).</summary>
    /// <param name="low">The least number; where <paramref name="high"/> is null the bound, and the least is 0.</param>
    /// <param name="high">The bound.</param>
    /// <param name="shape">The dimensions; [1] where null.</param>
    /// <param name="dtype">The element type; int64 where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">There is no integer in the range.</exception>
    /// <remarks>Mirrors paddle.randint.</remarks>
    public static Tensor Randint(long low = 0, long? high = null, Shape? shape = null, DType? dtype = null, string? name = null)
        => new RandintOp(shape ?? 1, high is null ? 0 : low, high ?? low, dtype ?? DType.Int64).ApplyAll()[0];

    /// <summary>Uniformly distributed integers in [low, high), in x's shape.</summary>
    /// <param name="x">Gives the shape.</param>
    /// <param name="low">The least number; where <paramref name="high"/> is null the bound, and the least is 0.</param>
    /// <param name="high">The bound.</param>
    /// <param name="dtype">The element type; x's where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">There is no integer in the range.</exception>
    /// <remarks>Mirrors paddle.randint_like.</remarks>
    public static Tensor RandintLike(this Tensor x, long low = 0, long? high = null, DType? dtype = null, string? name = null)
        => Randint(low, high, x.Shape, dtype ?? x.DType);

    /// <summary>0 to n − 1 in random order.</summary>
    /// <param name="n">How many numbers.</param>
    /// <param name="dtype">The element type; int64 where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="n"/> is negative.</exception>
    /// <remarks>Mirrors paddle.randperm.</remarks>
    public static Tensor Randperm(int n, DType? dtype = null, string? name = null) => new RandpermOp(n, dtype ?? DType.Int64).ApplyAll()[0];

    /// <summary>1 with probability x, else 0.</summary>
    /// <param name="x">Probabilities from 0 to 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.bernoulli.</remarks>
    public static Tensor Bernoulli(this Tensor x, string? name = null) => new BernoulliOp().Apply(x);

    /// <summary>Poisson distributed numbers with means x.</summary>
    /// <param name="x">Means; not negative.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.poisson.</remarks>
    public static Tensor Poisson(this Tensor x, string? name = null) => new PoissonOp().Apply(x);

    /// <summary>Positions drawn with probabilities in proportion to x.</summary>
    /// <param name="x">[n] or [m, n] numbers that are not negative; rows need not add up to 1.</param>
    /// <param name="numSamples">How many positions for each row.</param>
    /// <param name="replacement">Whether one position may come more than once.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <returns>[numSamples] or [m, numSamples], int64.</returns>
    /// <exception cref="InvalidArgumentException">More different positions are asked for than there are.</exception>
    /// <remarks>Mirrors paddle.multinomial.</remarks>
    public static Tensor Multinomial(this Tensor x, int numSamples = 1, bool replacement = false, string? name = null)
        => new MultinomialOp(numSamples, replacement).Apply(x);

    /// <summary>Overwrites x with exponentially distributed numbers.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="lam">The rate: one over the mean; above 0.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="lam"/> is not positive.</exception>
    /// <remarks>Mirrors paddle.Tensor.exponential_.</remarks>
    public static Tensor Exponential_(this Tensor x, double lam = 1, string? name = null)
    {
        if (!(lam > 0))
            throw new InvalidArgumentException($"Exponential_: the rate is {lam}.", "It must be above 0.");
        return InPlace.Run(x, t => (1 - Uniform(t.Shape, t.DType, 0, 1)).Log() * (-1 / lam));
    }

    /// <summary>Overwrites x with Cauchy distributed numbers.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="loc">The median.</param>
    /// <param name="scale">Half the distance between the quartiles.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.Tensor.cauchy_.</remarks>
    public static Tensor Cauchy_(this Tensor x, double loc = 0, double scale = 1, string? name = null)
        => InPlace.Run(x, t => ((Uniform(t.Shape, t.DType, 0, 1) - 0.5) * Math.PI).Tan() * scale + loc);

    /// <summary>Overwrites x with geometrically distributed numbers: how many trials until the first success.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="probs">The probability of success, in (0, 1).</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="probs"/> is outside (0, 1).</exception>
    /// <remarks>Mirrors paddle.Tensor.geometric_.</remarks>
    public static Tensor Geometric_(this Tensor x, double probs, string? name = null)
    {
        if (!(probs > 0 && probs < 1))
            throw new InvalidArgumentException($"Geometric_: the probability is {probs}.", "It must lie between 0 and 1.");
        return InPlace.Run(x, t => ((1 - Uniform(t.Shape, t.DType, 0, 1)).Log() * (1 / Math.Log(1 - probs))).Ceil().Maximum(Ones(Array.Empty<int>(), t.DType)));
    }
}
