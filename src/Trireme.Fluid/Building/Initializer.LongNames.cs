using Trireme.NN.Initializers;

namespace Trireme.Fluid;

/// <content>The same under their long names.</content>
public static partial class Initializer
{
    /// <summary>The same as <see cref="Constant"/>.</summary>
    /// <param name="value">The value.</param>
    /// <param name="forceCpu">Kept for Paddle's signature.</param>
    /// <remarks>Mirrors fluid.initializer.ConstantInitializer.</remarks>
    public static Constant ConstantInitializer(double value = 0.0, bool forceCpu = false) => Constant(value, forceCpu);

    /// <summary>The same as <see cref="Uniform"/>.</summary>
    /// <param name="low">The least.</param>
    /// <param name="high">What they stay below.</param>
    /// <param name="seed">A seed of its own; 0 for the startup program's.</param>
    /// <remarks>Mirrors fluid.initializer.UniformInitializer.</remarks>
    public static Uniform UniformInitializer(double low = -1.0, double high = 1.0, int seed = 0) => Uniform(low, high, seed);

    /// <summary>The same as <see cref="Normal"/>.</summary>
    /// <param name="loc">The mean.</param>
    /// <param name="scale">The standard deviation.</param>
    /// <param name="seed">A seed of its own; 0 for the startup program's.</param>
    /// <remarks>Mirrors fluid.initializer.NormalInitializer.</remarks>
    public static Normal NormalInitializer(double loc = 0.0, double scale = 1.0, int seed = 0) => Normal(loc, scale, seed);

    /// <summary>The same as <see cref="TruncatedNormal"/>.</summary>
    /// <param name="loc">The mean.</param>
    /// <param name="scale">The standard deviation.</param>
    /// <param name="seed">A seed of its own; 0 for the startup program's.</param>
    /// <remarks>Mirrors fluid.initializer.TruncatedNormalInitializer.</remarks>
    public static TruncatedNormal TruncatedNormalInitializer(double loc = 0.0, double scale = 1.0, int seed = 0) => TruncatedNormal(loc, scale, seed);

    /// <summary>The same as <see cref="Xavier"/>.</summary>
    /// <param name="uniform">Whether they are uniform, else normal.</param>
    /// <param name="fanIn">The number of inputs; from the shape where null.</param>
    /// <param name="fanOut">The number of outputs; from the shape where null.</param>
    /// <param name="seed">A seed of its own; 0 for the startup program's.</param>
    /// <remarks>Mirrors fluid.initializer.XavierInitializer.</remarks>
    public static NN.Initializers.Initializer XavierInitializer(bool uniform = true, double? fanIn = null, double? fanOut = null, int seed = 0)
        => Xavier(uniform, fanIn, fanOut, seed);

    /// <summary>The same as <see cref="MSRA"/>.</summary>
    /// <param name="uniform">Whether they are uniform, else normal.</param>
    /// <param name="fanIn">The number of inputs; from the shape where null.</param>
    /// <param name="seed">A seed of its own; 0 for the startup program's.</param>
    /// <remarks>Mirrors fluid.initializer.MSRAInitializer.</remarks>
    public static NN.Initializers.Initializer MSRAInitializer(bool uniform = true, double? fanIn = null, int seed = 0) => MSRA(uniform, fanIn, seed);

    /// <summary>The same as <see cref="Bilinear"/>.</summary>
    /// <remarks>Mirrors fluid.initializer.BilinearInitializer.</remarks>
    public static Bilinear BilinearInitializer() => Bilinear();
}
