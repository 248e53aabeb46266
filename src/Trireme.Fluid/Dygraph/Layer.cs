using Trireme.NN;
using Trireme.Static;

namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>The base of networks in the 1.5 API: a layer with a name, and with the arguments of 1.5.</summary>
    /// <remarks>Mirrors fluid.dygraph.Layer.</remarks>
    public abstract class Layer : NN.Layer
    {
        /// <summary>A layer.</summary>
        /// <param name="nameScope">What its parameters' names begin with.</param>
        /// <param name="dtype">The element type of parameters; float32 where null.</param>
        protected Layer(string nameScope, DType? dtype = null)
            : base(nameScope, dtype)
        {
        }

        /// <summary>Makes a parameter; put it into a property.</summary>
        /// <param name="attr">How it is made and trained; null for the defaults.</param>
        /// <param name="shape">Its dimensions.</param>
        /// <param name="dtype">Its element type.</param>
        /// <param name="isBias">Whether it is a bias: zeros at first.</param>
        /// <param name="defaultInitializer">How its values are made where nothing else says.</param>
        /// <exception cref="InvalidArgumentException"><paramref name="attr"/> is false.</exception>
        /// <remarks>Mirrors fluid.dygraph.Layer.create_parameter.</remarks>
        public Parameter CreateParameter(ParamAttr? attr, Shape shape, DType dtype, bool isBias = false, NN.Initializers.Initializer? defaultInitializer = null)
            => CreateParameter(shape, attr, dtype, isBias, defaultInitializer);

        /// <summary>An empty tensor, for values that come later.</summary>
        /// <param name="name">Its name; made unique from the layer's where null.</param>
        /// <param name="persistable">Whether it is saved with the layer where it is a buffer of it; false where null.</param>
        /// <param name="dtype">Its element type; float32 where null.</param>
        /// <param name="type">Kept for Paddle's signature.</param>
        /// <remarks>Mirrors fluid.dygraph.Layer.create_variable.</remarks>
        public Tensor CreateVariable(string? name = null, bool? persistable = null, DType? dtype = null, VarType type = VarType.LodTensor)
        {
            using Recorder.Mode eager = Recorder.Suspend();
            Tensor variable = Paddle.Zeros([0], dtype ?? DType.Float32);
            (variable.Name, variable.Persistable) = (name ?? Programs.UniqueName.Generate($"{FullName()}_generated_var"), persistable ?? false);
            return variable;
        }

        /// <summary>The layers inside.</summary>
        /// <param name="includeSublayers">Whether those inside them are among them.</param>
        /// <remarks>Mirrors fluid.dygraph.Layer.sublayers.</remarks>
        public new List<NN.Layer> Sublayers(bool includeSublayers = true) => includeSublayers ? base.Sublayers() : Children().ToList();

        /// <summary>Takes parameters over.</summary>
        /// <param name="statDict">The parameters by their own names, as <see cref="LoadPersistables"/> gives them.</param>
        /// <param name="includeSublayers">Whether the layers inside take theirs.</param>
        /// <remarks>Mirrors fluid.dygraph.Layer.load_dict.</remarks>
        public void LoadDict(IEnumerable<KeyValuePair<string, Tensor>> statDict, bool includeSublayers = true)
        {
            ArgumentNullException.ThrowIfNull(statDict);
            HashSet<string> own = Parameters(includeSublayers).Select(p => p.Name).ToHashSet();
            SetStateDict(statDict.Where(p => includeSublayers || own.Contains(p.Key)), useStructuredName: false);
        }

        /// <summary>Refused: gradients are those of the operators that Forward runs.</summary>
        /// <param name="inputs">Not used.</param>
        /// <exception cref="PreconditionNotMetException">Always.</exception>
        /// <remarks>Mirrors fluid.dygraph.Layer.backward, which layers must not have.</remarks>
        public void Backward(params Tensor[] inputs)
            => throw new PreconditionNotMetException($"{FullName()}: a layer has no Backward of its own.", null, "Call Backward on the loss.");
    }
}
