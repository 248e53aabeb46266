using Trireme.NN;
using Trireme.NN.Initializers;
using Trireme.Static;
using F = Trireme.NN.Functional;

namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>x where it is not negative, else x times a trained slope.</summary>
    /// <remarks>Mirrors fluid.dygraph.PRelu.
    /// The parameters are made when the first input comes: run the network once before an optimizer is made.</remarks>
    public sealed class PRelu : NN.Layer
    {
        private readonly string _mode;
        private readonly ParamAttr? _paramAttr;

        /// <summary>The layer.</summary>
        /// <param name="nameScope">What the parameters' names begin with.</param>
        /// <param name="mode"><c>all</c>: one slope; <c>channel</c>: one for each channel; <c>element</c>: one for each element of a row.</param>
        /// <param name="paramAttr">How the slopes are made; ones where null.</param>
        /// <exception cref="InvalidArgumentException">The mode is not known.</exception>
        public PRelu(string nameScope, string mode, ParamAttr? paramAttr = null)
            : base($"{nameScope}/PRelu")
        {
            if (mode is not ("all" or "channel" or "element"))
                throw new InvalidArgumentException($"PRelu: the mode '{mode}' is not known.", "It is all, channel or element.");
            (_mode, _paramAttr) = (mode, paramAttr);
        }

        /// <summary>The slopes; null before the first input.</summary>
        public Parameter? Weight { get; private set; }

        /// <inheritdoc/>
        public override Tensor Forward(Tensor input)
        {
            Weight ??= CreateParameter(_mode switch
            {
                "all" => 1,
                "channel" => LayerParameters.Channels("PRelu", input, "NCHW"),
                _ => (int[])[1, .. input.Shape[1..].AsSpan()],
            }, _paramAttr, defaultInitializer: new Constant(1));
            return _mode == "element" ? F.Relu(input) - (Weight * F.Relu(-input)) : F.Prelu(input, Weight);
        }
    }
}
