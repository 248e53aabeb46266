using Trireme.NN;
using F = Trireme.NN.Functional;

namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>A convolution: [N, C, D, H, W] → [N, numFilters, …].</summary>
    /// <remarks>Mirrors fluid.dygraph.Conv3D.
    /// The parameters are made when the first input comes: run the network once before an optimizer is made.</remarks>
    public sealed class Conv3D : ConvLayer
    {
        private readonly Ints _filterSize;

        /// <summary>The layer.</summary>
        /// <param name="nameScope">What the parameters' names begin with.</param>
        /// <param name="numFilters">The number of filters.</param>
        /// <param name="filterSize">The size of a filter.</param>
        /// <param name="stride">The steps of the filter; 1 where null.</param>
        /// <param name="padding">Zeros around the input; none where null.</param>
        /// <param name="dilation">The distances of a filter's elements; 1 where null.</param>
        /// <param name="groups">Into how many groups the channels are divided; 1 where null.</param>
        /// <param name="paramAttr">How the weights are made.</param>
        /// <param name="biasAttr">How the bias is made; false for none.</param>
        /// <param name="useCudnn">Kept for Paddle's signature.</param>
        /// <param name="act">The name of an activation function, or null.</param>
        /// <exception cref="InvalidArgumentException">The groups do not divide the filters, or a size has the wrong number of elements.</exception>
        public Conv3D(string nameScope, int numFilters, Ints filterSize, Ints? stride = null, Ints? padding = null, Ints? dilation = null,
            int? groups = null, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null, bool useCudnn = true, string? act = null)
            : base(nameScope, nameof(Conv3D), 3, numFilters, (stride, padding, dilation), groups, (paramAttr, biasAttr), act)
            => _filterSize = filterSize.Repeat(3, nameof(filterSize));

        private protected override (Shape Shape, NN.Initializers.Initializer? Start) Filters(Tensor input, int channels) => ForwardFilters(_filterSize, channels);

        private protected override Tensor Convolve(Tensor input, Tensor weight, Tensor? bias)
            => F.Conv3d(input, weight, bias, Stride, Padding, Dilation, Groups);
    }
}
