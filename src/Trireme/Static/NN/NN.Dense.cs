using Trireme.NN;
using Trireme.NN.Initializers;
using Trireme.Operators;
using F = Trireme.NN.Functional;

namespace Trireme.Static;

/// <content>Layers with parameters of their own.</content>
public static partial class Static
{
    public static partial class NN
    {
        /// <summary>A fully connected layer: activation(x · W + b).</summary>
        /// <param name="x">The input; its dimensions from <paramref name="numFlattenDims"/> on must be known and are one row of features.</param>
        /// <param name="size">The number of outputs for each row.</param>
        /// <param name="numFlattenDims">How many of x's dimensions are kept; -1 for all but the last.</param>
        /// <param name="weightAttr">How the weights [features, size] are made.</param>
        /// <param name="biasAttr">How the bias [size] is made; false for none.</param>
        /// <param name="activation">The name of an activation function, or null.</param>
        /// <param name="name">The layer's name; made unique where null.</param>
        /// <exception cref="InvalidArgumentException">The number of features is not known, or an argument is out of range.</exception>
        /// <remarks>Mirrors paddle.static.nn.fc.</remarks>
        public static Tensor Fc(Tensor x, int size, int numFlattenDims = 1, ParamAttr? weightAttr = null, ParamAttr? biasAttr = null, string? activation = null, string? name = null)
            => Fc([x], size, numFlattenDims, [weightAttr], biasAttr, activation, name);

        /// <summary>The same for several inputs, each with weights of its own: activation(Σ x · W + b).</summary>
        /// <param name="x">The inputs.</param>
        /// <param name="size">The number of outputs for each row.</param>
        /// <param name="numFlattenDims">How many of the inputs' dimensions are kept; -1 for all but the last.</param>
        /// <param name="weightAttr">How the weights are made: one for each input, or one for all.</param>
        /// <param name="biasAttr">How the bias [size] is made; false for none.</param>
        /// <param name="activation">The name of an activation function, or null.</param>
        /// <param name="name">The layer's name; made unique where null.</param>
        /// <exception cref="InvalidArgumentException">A number of features is not known, or an argument is out of range.</exception>
        /// <remarks>Mirrors paddle.static.nn.fc.</remarks>
        public static Tensor Fc(IReadOnlyList<Tensor> x, int size, int numFlattenDims = 1, IReadOnlyList<ParamAttr?>? weightAttr = null, ParamAttr? biasAttr = null, string? activation = null,
            string? name = null)
        {
            ArgumentNullException.ThrowIfNull(x);
            weightAttr ??= [null];
            if (x.Count == 0 || size < 1 || (weightAttr.Count != 1 && weightAttr.Count != x.Count))
                throw new InvalidArgumentException($"fc: {x.Count} inputs, size {size} and {weightAttr.Count} attributes of weights were given.", null, "Give at least one input, a size of at least 1, and one attribute each.");
            var layer = new LayerParameters("fc", name);
            var products = new Tensor[x.Count];
            int kept = numFlattenDims;
            for (int i = 0; i < products.Length; i++)
            {
                kept = numFlattenDims == -1 ? x[i].Ndim - 1 : numFlattenDims;
                if (kept < 1 || kept >= x[i].Ndim)
                    throw new InvalidArgumentException($"fc: numFlattenDims {numFlattenDims} leaves no features of an input.", $"The input is {x[i].Shape}.", "Choose from 1 to the number of dimensions less one.");
                Shape features = x[i].Shape[kept..];
                Tensor weight = layer.Require((features.IsKnown ? (int)features.Numel : -1, size), x[i].DType, weightAttr[weightAttr.Count == 1 ? 0 : i]);
                products[i] = new MulOp(kept, 1).Apply(x[i], weight);
            }
            Tensor sum = products.Length == 1 ? products[0] : Paddle.AddN(products);
            return LayerParameters.Activate(layer.AddBias(sum, biasAttr, kept, kept + 1), activation);
        }

        /// <summary>The rows of a table of vectors that ids name: [..] → [.., D].</summary>
        /// <param name="input">The ids; int64.</param>
        /// <param name="size">The table's dimensions [number of ids, D].</param>
        /// <param name="isSparse">Whether the gradient is sparse; gradients are dense here either way.</param>
        /// <param name="isDistributed">Whether the table lies on parameter servers; kept for Paddle's signature.</param>
        /// <param name="paddingIdx">The id whose vector is zeros and stays so; counted from the end where negative.</param>
        /// <param name="paramAttr">How the table is made.</param>
        /// <param name="dtype">The element type; float32 where null.</param>
        /// <exception cref="InvalidArgumentException">The table has not two dimensions, or there is no id <paramref name="paddingIdx"/>.</exception>
        /// <remarks>Mirrors paddle.static.nn.embedding.</remarks>
        public static Tensor Embedding(Tensor input, Shape size, bool isSparse = false, bool isDistributed = false, long? paddingIdx = null, ParamAttr? paramAttr = null, DType? dtype = null)
        {
            (Tensor table, long padding) = Table(size, paddingIdx, paramAttr, dtype);
            return new LookupTableOp(padding).Apply(table, input);
        }

        /// <summary>The table of an embedding, and the id whose vector is zeros as the operators write it.</summary>
        internal static (Tensor Table, long PaddingIdx) Table(Shape size, long? paddingIdx, ParamAttr? paramAttr, DType? dtype)
        {
            if (size.Rank != 2 || paddingIdx < -size[0] || paddingIdx >= size[0])
                throw new InvalidArgumentException($"embedding: the size {size} and paddingIdx {paddingIdx} do not fit.", null, "The size is [number of ids, length of a vector]; paddingIdx is one of the ids.");
            Tensor table = new LayerParameters("embedding").Require(size, dtype ?? DType.Float32, paramAttr);
            return (table, paddingIdx switch { null => -1, < 0 => paddingIdx.Value + size[0], _ => paddingIdx.Value });
        }

        /// <summary>x Wₖ yᵀ + b for each k: [N, A] and [N, B] → [N, size].</summary>
        /// <param name="x">[N, A].</param>
        /// <param name="y">[N, B].</param>
        /// <param name="size">The number of outputs.</param>
        /// <param name="act">The name of an activation function, or null.</param>
        /// <param name="name">The layer's name; made unique where null.</param>
        /// <param name="paramAttr">How the weights [size, A, B] are made.</param>
        /// <param name="biasAttr">How the bias [1, size] is made; false for none.</param>
        /// <remarks>Mirrors paddle.static.nn.bilinear_tensor_product.</remarks>
        public static Tensor BilinearTensorProduct(Tensor x, Tensor y, int size, string? act = null, string? name = null, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null)
        {
            var layer = new LayerParameters("bilinear_tensor_product", name);
            Tensor weight = layer.Require((size, x.Shape[1], y.Shape[1]), x.DType, paramAttr);
            Tensor? bias = layer.Create((1, size), x.DType, biasAttr, isBias: true);
            return LayerParameters.Activate(F.Bilinear(x, y, weight, bias), act);
        }

        /// <summary>x where it is not negative, else x times a trained slope.</summary>
        /// <param name="x">The input.</param>
        /// <param name="mode"><c>all</c>: one slope; <c>channel</c>: one for each channel; <c>element</c>: one for each element of a row.</param>
        /// <param name="paramAttr">How the slopes are made; 0.25 each at first.</param>
        /// <param name="dataFormat">Where the channels are: NC… or N…C.</param>
        /// <param name="name">The layer's name; made unique where null.</param>
        /// <exception cref="InvalidArgumentException">The mode is not known.</exception>
        /// <remarks>Mirrors paddle.static.nn.prelu.</remarks>
        public static Tensor Prelu(Tensor x, string mode, ParamAttr? paramAttr = null, string dataFormat = "NCHW", string? name = null)
            => Prelu(x, mode, paramAttr, dataFormat, name, 0.25);

        internal static Tensor Prelu(Tensor x, string mode, ParamAttr? paramAttr, string dataFormat, string? name, double first)
        {
            Shape shape = mode switch
            {
                "all" => 1,
                "channel" => LayerParameters.Channels("prelu", x, dataFormat),
                "element" => (int[])[1, .. x.Shape[1..].AsSpan()],
                _ => throw new InvalidArgumentException($"prelu: the mode '{mode}' is not known.", "It is all, channel or element."),
            };
            Tensor slopes = new LayerParameters("prelu", name).Require(shape, x.DType, paramAttr, defaultInitializer: new Constant(first));
            return mode == "element" ? F.Relu(x) - (slopes * F.Relu(-x)) : new PReluOp(mode, dataFormat.EndsWith('C') && dataFormat.Length > 2 ? "NHWC" : "NCHW").Apply(x, slopes);
        }

        /// <summary>A parameter by itself.</summary>
        /// <param name="shape">Its dimensions.</param>
        /// <param name="dtype">Its element type.</param>
        /// <param name="name">Its name, where the attribute gives none.</param>
        /// <param name="attr">How it is made and trained.</param>
        /// <param name="isBias">Whether it is a bias: zeros at first.</param>
        /// <param name="defaultInitializer">How its values are made where the attribute does not say.</param>
        /// <remarks>Mirrors paddle.static.create_parameter.</remarks>
        public static Tensor CreateParameter(Shape shape, DType dtype, string? name = null, ParamAttr? attr = null, bool isBias = false, Initializer? defaultInitializer = null)
        {
            attr ??= new ParamAttr();
            if (attr.Name is null && name is not null)
                attr = attr.Named(name);
            return new LayerParameters("create_parameter").Require(shape, dtype, attr, isBias, defaultInitializer);
        }
    }
}
