using Trireme.NN;

namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>What transposed convolutions of any number of axes share: the size of the filter may follow from that of the result.</summary>
    public abstract class ConvTransposeLayer : ConvLayer
    {
        private readonly Ints? _filterSize;
        private readonly string _type;

        private protected ConvTransposeLayer(string nameScope, string type, int axes, int numFilters, Ints? outputSize, Ints? filterSize,
            (Ints? Stride, Ints? Padding, Ints? Dilation) steps, int? groups, (ParamAttr? Weight, ParamAttr? Bias) attributes, string? act)
            : base(nameScope, type, axes, numFilters, steps, groups, attributes, act)
        {
            if (outputSize is null && filterSize is null)
                throw new InvalidArgumentException($"{type}: neither outputSize nor filterSize is given.", null, "Give one of them.");
            OutputSize = outputSize?.Repeat(axes, nameof(outputSize));
            _type = type;
            _filterSize = filterSize?.Repeat(axes, nameof(filterSize));
        }

        private protected Ints? OutputSize { get; }

        private protected sealed override (Shape Shape, NN.Initializers.Initializer? Start) Filters(Tensor input, int channels)
        {
            Ints size = _filterSize ?? Static.Static.NN.SizeFrom(_type, input, OutputSize, Stride, Padding, Dilation, "NCHW");
            return ((int[])[channels, NumFilters / Groups, .. size.AsSpan()], null);
        }
    }
}
