using Trireme.NN;
using Trireme.NN.Initializers;
using Trireme.Static;
using F = Trireme.NN.Functional;

namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>A convolution: [N, C, H, W] → [N, numFilters, …].</summary>
    /// <remarks>Mirrors fluid.dygraph.Conv2D.
    /// The parameters are made when the first input comes: run the network once before an optimizer is made.</remarks>
    public sealed class Conv2D : NN.Layer
    {
        private readonly int _numFilters, _groups;
        private readonly Ints _filterSize, _stride, _padding, _dilation;
        private readonly ParamAttr? _paramAttr, _biasAttr;
        private readonly string? _act;

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
        /// <param name="dtype">The element type; float32 where null.</param>
        /// <exception cref="InvalidArgumentException">The groups do not divide the filters, or a size has the wrong number of elements.</exception>
        public Conv2D(string nameScope, int numFilters, Ints filterSize, Ints? stride = null, Ints? padding = null, Ints? dilation = null,
            int? groups = null, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null, bool useCudnn = true, string? act = null, DType? dtype = null)
            : base($"{nameScope}/Conv2D", dtype)
        {
            _numFilters = numFilters;
            _groups = groups ?? 1;
            if (_numFilters < 1 || _groups < 1 || _numFilters % _groups != 0)
            {
                throw new InvalidArgumentException($"Conv2D: {numFilters} filters in {_groups} groups are not possible.", null,
                    "The number of groups must divide that of filters.");
            }
            _filterSize = filterSize.Repeat(2, nameof(filterSize));
            _stride = (stride ?? 1).Repeat(2, nameof(stride));
            _padding = (padding ?? 0).Repeat(2, nameof(padding));
            _dilation = (dilation ?? 1).Repeat(2, nameof(dilation));
            (_paramAttr, _biasAttr, _act) = (paramAttr, biasAttr, act);
        }

        /// <summary>The filters [numFilters, C / groups, …]; null before the first input.</summary>
        public Parameter? Weight { get; private set; }

        /// <summary>The bias [numFilters]; null before the first input, or where there is none.</summary>
        public Parameter? Bias { get; private set; }

        /// <inheritdoc/>
        public override Tensor Forward(Tensor input)
        {
            if (Weight is null)
            {
                int channels = LayerParameters.Channels("Conv2D", input, "NCHW");
                double count = _filterSize.ToArray().Aggregate((double)channels, (a, b) => a * b);
                var start = new Normal(0, Math.Sqrt(2 / count));
                Weight = CreateParameter((int[])[_numFilters, channels / _groups, .. _filterSize.AsSpan()], _paramAttr, defaultInitializer: start);
                Bias = CreateBias(_numFilters, _biasAttr);
            }
            return LayerParameters.Activate(F.Conv2d(input, Weight, Bias, _stride, _padding, _dilation, _groups), _act);
        }
    }
}
