using Trireme.NN;
using Trireme.Static;

namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>What convolutions and transposed convolutions share: sizes and steps, and parameters that are made when the first input comes.</summary>
    public abstract class ConvLayer : NN.Layer
    {
        private readonly string _type;
        private readonly ParamAttr? _paramAttr, _biasAttr;
        private readonly string? _act;

        private protected ConvLayer(string nameScope, string type, int axes, int numFilters, (Ints? Stride, Ints? Padding, Ints? Dilation) steps, int? groups,
            (ParamAttr? Weight, ParamAttr? Bias) attributes, string? act, DType? dtype = null)
            : base($"{nameScope}/{type}", dtype)
        {
            (_type, NumFilters, Groups) = (type, numFilters, groups ?? 1);
            if (NumFilters < 1 || Groups < 1 || NumFilters % Groups != 0)
            {
                throw new InvalidArgumentException($"{type}: {numFilters} filters in {Groups} groups are not possible.", null,
                    "The number of groups must divide that of filters.");
            }
            Stride = (steps.Stride ?? 1).Repeat(axes, "stride");
            Padding = (steps.Padding ?? 0).Repeat(axes, "padding");
            Dilation = (steps.Dilation ?? 1).Repeat(axes, "dilation");
            (_paramAttr, _biasAttr, _act) = (attributes.Weight, attributes.Bias, act);
        }

        /// <summary>The filters: [numFilters, C / groups, …], of a transposed convolution [C, numFilters / groups, …]; null before the first input.</summary>
        public Parameter? Weight { get; private set; }

        /// <summary>The bias [numFilters]; null before the first input, or where there is none.</summary>
        public Parameter? Bias { get; private set; }

        private protected int NumFilters { get; }

        private protected int Groups { get; }

        private protected Ints Stride { get; }

        private protected Ints Padding { get; }

        private protected Ints Dilation { get; }

        /// <inheritdoc/>
        public sealed override Tensor Forward(Tensor input)
        {
            if (Weight is null)
            {
                (Shape shape, NN.Initializers.Initializer? start) = Filters(input, LayerParameters.Channels(_type, input, "NCHW"));
                Weight = CreateParameter(shape, _paramAttr, defaultInitializer: start);
                Bias = CreateBias(NumFilters, _biasAttr);
            }
            return LayerParameters.Activate(Convolve(input, Weight, Bias), _act);
        }

        /// <summary>The shape of the filters for an input, and how they are made where nobody says.</summary>
        private protected abstract (Shape Shape, NN.Initializers.Initializer? Start) Filters(Tensor input, int channels);

        private protected abstract Tensor Convolve(Tensor input, Tensor weight, Tensor? bias);

        private protected (Shape Shape, NN.Initializers.Initializer? Start) ForwardFilters(Ints size, int channels)
        {
            double count = size.ToArray().Aggregate((double)channels, (a, b) => a * b);
            return ((int[])[NumFilters, channels / Groups, .. size.AsSpan()], new NN.Initializers.Normal(0, Math.Sqrt(2 / count)));
        }
    }
}
