using Trireme.NN.Initializers;

namespace Trireme.Fluid;

/// <summary>The initializers of fluid.initializer: <c>Initializer.Constant(0.5)</c>. They are those of Trireme.NN.Initializers.</summary>
/// <remarks>A seed of 0 stands for that of the startup program: <c>Fluid.DefaultStartupProgram().RandomSeed</c>.</remarks>
public static partial class Initializer
{
    [ThreadStatic]
    private static int _cpuGuards;

    /// <summary>One value everywhere.</summary>
    /// <param name="value">The value.</param>
    /// <param name="forceCpu">Kept for Paddle's signature.</param>
    /// <remarks>Mirrors fluid.initializer.Constant.</remarks>
    public static Constant Constant(double value = 0.0, bool forceCpu = false) => new(value);

    /// <summary>Uniform random numbers.</summary>
    /// <param name="low">The least.</param>
    /// <param name="high">What they stay below.</param>
    /// <param name="seed">A seed of its own; 0 for the startup program's.</param>
    /// <remarks>Mirrors fluid.initializer.Uniform.</remarks>
    public static Uniform Uniform(double low = -1.0, double high = 1.0, int seed = 0) => new(low, high) { Seed = seed };

    /// <summary>Normal random numbers.</summary>
    /// <param name="loc">The mean.</param>
    /// <param name="scale">The standard deviation.</param>
    /// <param name="seed">A seed of its own; 0 for the startup program's.</param>
    /// <remarks>Mirrors fluid.initializer.Normal.</remarks>
    public static Normal Normal(double loc = 0.0, double scale = 1.0, int seed = 0) => new(loc, scale) { Seed = seed };

    /// <summary>Normal random numbers within two standard deviations.</summary>
    /// <param name="loc">The mean.</param>
    /// <param name="scale">The standard deviation.</param>
    /// <param name="seed">A seed of its own; 0 for the startup program's.</param>
    /// <remarks>Mirrors fluid.initializer.TruncatedNormal.</remarks>
    public static TruncatedNormal TruncatedNormal(double loc = 0.0, double scale = 1.0, int seed = 0) => new(loc, scale) { Seed = seed };

    /// <summary>Random numbers that keep the variance of what passes through a layer, by Glorot and Bengio 2010.</summary>
    /// <param name="uniform">Whether they are uniform, else normal.</param>
    /// <param name="fanIn">The number of inputs; from the shape where null.</param>
    /// <param name="fanOut">The number of outputs; from the shape where null.</param>
    /// <param name="seed">A seed of its own; 0 for the startup program's.</param>
    /// <remarks>Mirrors fluid.initializer.Xavier.</remarks>
    public static NN.Initializers.Initializer Xavier(bool uniform = true, double? fanIn = null, double? fanOut = null, int seed = 0)
        => uniform ? new XavierUniform(fanIn, fanOut) { Seed = seed } : new XavierNormal(fanIn, fanOut) { Seed = seed };

    /// <summary>Random numbers for layers before a ReLU, by He et al. 2015.</summary>
    /// <param name="uniform">Whether they are uniform, else normal.</param>
    /// <param name="fanIn">The number of inputs; from the shape where null.</param>
    /// <param name="seed">A seed of its own; 0 for the startup program's.</param>
    /// <remarks>Mirrors fluid.initializer.MSRA.</remarks>
    public static NN.Initializers.Initializer MSRA(bool uniform = true, double? fanIn = null, int seed = 0)
        => uniform ? new KaimingUniform(fanIn) { Seed = seed } : new KaimingNormal(fanIn) { Seed = seed };

    /// <summary>The weights with which a transposed convolution enlarges images linearly.</summary>
    /// <remarks>Mirrors fluid.initializer.Bilinear.</remarks>
    public static Bilinear Bilinear() => new();

    /// <summary>Given values.</summary>
    /// <param name="value">The values; as many as the parameter has elements.</param>
    /// <remarks>Mirrors fluid.initializer.NumpyArrayInitializer.</remarks>
    public static Assign NumpyArrayInitializer(Array value) => new(Dygraph.ToVariable(value));

    /// <summary>Whether parameters are to be made on the CPU, although the program runs elsewhere: inside <see cref="InitOnCpu"/>.</summary>
    /// <remarks>Mirrors fluid.initializer.force_init_on_cpu. There is only the CPU here.</remarks>
    public static bool ForceInitOnCpu() => _cpuGuards > 0;

    /// <summary>Until the result is disposed, <see cref="ForceInitOnCpu"/> is true on this thread.</summary>
    /// <remarks>Mirrors fluid.initializer.init_on_cpu. There is only the CPU here: nothing else changes.</remarks>
    public static IDisposable InitOnCpu() => new CpuGuard();

    private sealed class CpuGuard : IDisposable
    {
        private bool _disposed;

        public CpuGuard() => _cpuGuards++;

        public void Dispose()
        {
            if (!_disposed)
                _cpuGuards--;
            _disposed = true;
        }
    }
}
