using Trireme.Random;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>Starts the default random sequence from the beginning that belongs to a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <returns>The default generator.</returns>
    /// <remarks>Mirrors paddle.seed. The same seed gives the same numbers on any number of threads.</remarks>
    public static Generator Seed(long seed)
    {
        Generator.Default.ManualSeed(unchecked((ulong)seed));
        return Generator.Default;
    }

    /// <summary>Sets the floating point type of tensors made without a type.</summary>
    /// <param name="d">float16, bfloat16, float32 or float64.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="d"/> is no floating point type.</exception>
    /// <remarks>Mirrors paddle.set_default_dtype.</remarks>
    public static void SetDefaultDtype(DType d) => DefaultDType.Set(d);

    /// <summary>The floating point type of tensors made without a type; float32 at first.</summary>
    /// <remarks>Mirrors paddle.get_default_dtype.</remarks>
    public static DType GetDefaultDtype() => DefaultDType.Current;
}
