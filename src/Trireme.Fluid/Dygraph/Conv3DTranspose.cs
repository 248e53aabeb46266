using Trireme.NN;
using F = Trireme.NN.Functional;

namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>A transposed convolution: [N, C, D, H, W] → [N, numFilters, …].</summary>
    /// <remarks>Mirrors fluid.dygraph.Conv3DTranspose.
    /// The parameters are made when the first input comes: run the network once before an optimizer is made.</remarks>
    public sealed class Conv3DTranspose : ConvTransposeLayer
    {
        /// <summary>The layer.</summary>
        /// <param name="nameScope">What the parameters' names begin with.</param>
        /// <param name="numFilters">The number of filters.</param>
        /// <param name="outputSize">The size of the result; follows from the rest where null.</param>
        /// <param name="filterSize">The size of a filter; follows from the result's size where null.</param>
        /// <param name="padding">What is cut off around the result; nothing where null.</param>
        /// <param name="stride">The steps of the filter; 1 where null.</param>
        /// <param name="dilation">The distances of a filter's elements; 1 where null.</param>
        /// <param name="groups">Into how many groups the channels are divided; 1 where null.</param>
        /// <param name="paramAttr">How the weights are made.</param>
        /// <param name="biasAttr">How the bias is made; false for none.</param>
        /// <param name="useCudnn">Kept for Paddle's signature.</param>
        /// <param name="act">The name of an activation function, or null.</param>
        /// <exception cref="InvalidArgumentException">Neither size is given, or the groups do not divide the filters.</exception>
        public Conv3DTranspose(string nameScope, int numFilters, Ints? outputSize = null, Ints? filterSize = null, Ints? padding = null,
            Ints? stride = null, Ints? dilation = null, int? groups = null, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null, bool useCudnn = true,
            string? act = null)
            : base(nameScope, nameof(Conv3DTranspose), 3, numFilters, outputSize, filterSize, (stride, padding, dilation), groups, (paramAttr, biasAttr), act)
        {
        }

        private protected override Tensor Convolve(Tensor input, Tensor weight, Tensor? bias)
            => F.Conv3dTranspose(input, weight, bias, Stride, Padding, null, Groups, Dilation, OutputSize);
    }
}
