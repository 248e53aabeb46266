namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>The greatest or mean element in each window of images [N, C, H, W].</summary>
    /// <remarks>Mirrors fluid.dygraph.Pool2D.</remarks>
    public sealed class Pool2D : NN.Layer
    {
        private readonly Ints? _poolSize;
        private readonly Ints _poolStride, _poolPadding;
        private readonly string _poolType;
        private readonly bool _globalPooling, _ceilMode, _exclusive;

        /// <summary>The layer.</summary>
        /// <param name="nameScope">What the parameters' names begin with.</param>
        /// <param name="poolSize">The height and width of a window; the whole image with <paramref name="globalPooling"/>.</param>
        /// <param name="poolType"><c>max</c> or <c>avg</c>.</param>
        /// <param name="poolStride">The steps of the window; 1 where null.</param>
        /// <param name="poolPadding">What is added around the image; nothing where null.</param>
        /// <param name="globalPooling">Whether the window is the image.</param>
        /// <param name="useCudnn">Kept for Paddle's signature.</param>
        /// <param name="ceilMode">Whether a window that is partly outside counts.</param>
        /// <param name="exclusive">Whether a mean leaves out what was added around the image.</param>
        /// <param name="dtype">Kept for Paddle's signature.</param>
        /// <exception cref="InvalidArgumentException">The type is not known, or there is no window.</exception>
        public Pool2D(string nameScope, Ints? poolSize = null, string poolType = "max", Ints? poolStride = null, Ints? poolPadding = null,
            bool globalPooling = false, bool useCudnn = true, bool ceilMode = false, bool exclusive = true, DType? dtype = null)
            : base($"{nameScope}/Pool2D", dtype)
        {
            Layers.RequireWindow("Pool2D", poolType, poolSize, globalPooling);
            (_poolSize, _poolType, _poolStride, _poolPadding) = (poolSize, poolType, poolStride ?? 1, poolPadding ?? 0);
            (_globalPooling, _ceilMode, _exclusive) = (globalPooling, ceilMode, exclusive);
        }

        /// <inheritdoc/>
        public override Tensor Forward(Tensor input)
            => Layers.Pool2d(input, _poolSize, _poolType, _poolStride, _poolPadding, _globalPooling, ceilMode: _ceilMode, exclusive: _exclusive);
    }
}
