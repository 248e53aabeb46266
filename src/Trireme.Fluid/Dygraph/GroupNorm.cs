using Trireme.NN;
using Trireme.NN.Initializers;
using Trireme.Static;
using F = Trireme.NN.Functional;

namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>Normalization over each image's groups of channels.</summary>
    /// <remarks>Mirrors fluid.dygraph.GroupNorm.
    /// The parameters are made when the first input comes: run the network once before an optimizer is made.</remarks>
    public sealed class GroupNorm : NN.Layer
    {
        private readonly int _groups;
        private readonly double _epsilon;
        private readonly ParamAttr? _paramAttr, _biasAttr;
        private readonly string? _act;
        private readonly string _dataLayout;
        private bool _built;

        /// <summary>The layer.</summary>
        /// <param name="nameScope">What the parameters' names begin with.</param>
        /// <param name="groups">The number of groups; it divides the channels.</param>
        /// <param name="epsilon">Added to the variance.</param>
        /// <param name="paramAttr">How the scale is made; false for none.</param>
        /// <param name="biasAttr">How the shift is made; false for none.</param>
        /// <param name="act">The name of an activation function, or null.</param>
        /// <param name="dataLayout">NCHW.</param>
        public GroupNorm(string nameScope, int groups, double epsilon = 1e-5, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null, string? act = null,
            string dataLayout = "NCHW")
            : base($"{nameScope}/GroupNorm")
        {
            (_groups, _epsilon, _paramAttr, _biasAttr, _act, _dataLayout) = (groups, epsilon, paramAttr, biasAttr, act, dataLayout);
        }

        /// <summary>The scale [C]; null before the first input, or where there is none.</summary>
        public Parameter? Weight { get; private set; }

        /// <summary>The shift [C]; null before the first input, or where there is none.</summary>
        public Parameter? Bias { get; private set; }

        /// <inheritdoc/>
        public override Tensor Forward(Tensor input)
        {
            if (!_built)
            {
                int channels = LayerParameters.Channels("GroupNorm", input, _dataLayout);
                Weight = CreateOptional(channels, _paramAttr, defaultInitializer: new Constant(1));
                Bias = CreateBias(channels, _biasAttr);
                _built = true;
            }
            return LayerParameters.Activate(F.GroupNorm(input, _groups, _epsilon, Weight, Bias, _dataLayout), _act);
        }
    }
}
