using Trireme.NN;
using Trireme.Static;
using F = Trireme.NN.Functional;

namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>A transposed convolution: [N, C, H, W] → [N, numFilters, …].</summary>
    /// <remarks>Mirrors fluid.dygraph.Conv2DTranspose.
    /// The parameters are made when the first input comes: run the network once before an optimizer is made.</remarks>
    public sealed class Conv2DTranspose : NN.Layer
    {
        private readonly int _numFilters, _groups;
        private readonly Ints? _outputSize, _filterSize;
        private readonly Ints _stride, _padding, _dilation;
        private readonly ParamAttr? _paramAttr, _biasAttr;
        private readonly string? _act;

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
        public Conv2DTranspose(string nameScope, int numFilters, Ints? outputSize = null, Ints? filterSize = null, Ints? padding = null,
            Ints? stride = null, Ints? dilation = null, int? groups = null, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null, bool useCudnn = true,
            string? act = null)
            : base($"{nameScope}/Conv2DTranspose")
        {
            _numFilters = numFilters;
            _groups = groups ?? 1;
            if (_numFilters < 1 || _groups < 1 || _numFilters % _groups != 0)
            {
                throw new InvalidArgumentException($"Conv2DTranspose: {numFilters} filters in {_groups} groups are not possible.", null,
                    "The number of groups must divide that of filters.");
            }
            if (outputSize is null && filterSize is null)
                throw new InvalidArgumentException("Conv2DTranspose: neither outputSize nor filterSize is given.", null, "Give one of them.");
            _outputSize = outputSize?.Repeat(2, nameof(outputSize));
            _filterSize = filterSize?.Repeat(2, nameof(filterSize));
            _stride = (stride ?? 1).Repeat(2, nameof(stride));
            _padding = (padding ?? 0).Repeat(2, nameof(padding));
            _dilation = (dilation ?? 1).Repeat(2, nameof(dilation));
            (_paramAttr, _biasAttr, _act) = (paramAttr, biasAttr, act);
        }

        /// <summary>The filters [C, numFilters / groups, …]; null before the first input.</summary>
        public Parameter? Weight { get; private set; }

        /// <summary>The bias [numFilters]; null before the first input, or where there is none.</summary>
        public Parameter? Bias { get; private set; }

        /// <inheritdoc/>
        public override Tensor Forward(Tensor input)
        {
            if (Weight is null)
            {
                int channels = LayerParameters.Channels("Conv2DTranspose", input, "NCHW");
                int[] size = _filterSize?.ToArray() ?? Enumerable.Range(0, 2).Select(i => SizeFrom(input, i)).ToArray();
                Weight = CreateParameter((int[])[channels, _numFilters / _groups, .. size], _paramAttr);
                Bias = CreateBias(_numFilters, _biasAttr);
            }
            Tensor y = F.Conv2dTranspose(input, Weight, Bias, _stride, _padding, null, _dilation, _groups, _outputSize);
            return LayerParameters.Activate(y, _act);
        }

        // The filter with which a size becomes the one that is wanted.
        private int SizeFrom(Tensor input, int axis)
            => ((_outputSize!.Value[axis] - ((input.Shape[2 + axis] - 1) * _stride[axis]) + (2 * _padding[axis]) - 1) / _dilation[axis]) + 1;
    }
}
