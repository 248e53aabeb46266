using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Out [..., depth] = 1 where the last index is X, else 0.</summary>
    /// <param name="Depth">The number of classes.</param>
    /// <param name="Dtype">The element type of the result.</param>
    /// <param name="AllowOutOfRange">Whether a number outside the classes gives zeros instead of an error.</param>
    [Op("one_hot_v2", "X, depth_tensor? -> Out", NoGradient = "Its input is a class number.")]
    public sealed record OneHotOp(int Depth, DType Dtype, bool AllowOutOfRange = false) : Op, IComposable
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta x = c["X"];
            c.Require(x.DType.Kind is DTypeKind.Int64 or DTypeKind.Int32, "X must be int64 or int32.", "Cast it.");
            if (c.Has("depth_tensor"))
            {
                c["Out"] = new TensorMeta((int[])[.. x.Shape, -1], Dtype);
                return;
            }
            c.Require(Depth > 0, $"depth is {Depth}; it must be positive.");
            c["Out"] = new TensorMeta((int[])[.. x.Shape, Depth], Dtype);
        }

        bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => SizeInputs.Any(inputs, 1);

        bool IComposable.ReadsValues(ReadOnlySpan<Tensor?> inputs) => true;

        void IComposable.Compose(ComposeContext c) => c["Out"] = new OneHotOp(SizeInputs.Read(c, "depth_tensor")![0], Dtype, AllowOutOfRange).Apply(c["X"]);
    }
}

namespace Trireme.NN
{
    public static partial class Functional
    {
        /// <summary>One-hot vectors: x [...] → float32 [..., numClasses].</summary>
        /// <param name="x">Class numbers, int64 or int32.</param>
        /// <param name="numClasses">The number of classes.</param>
        /// <param name="name">Not used; there for Paddle's signature.</param>
        /// <exception cref="InvalidArgumentException"><paramref name="numClasses"/> is not positive.</exception>
        /// <exception cref="OutOfRangeException">A number lies outside the classes.</exception>
        /// <remarks>Mirrors paddle.nn.functional.one_hot.</remarks>
        public static Tensor OneHot(Tensor x, int numClasses, string? name = null) => new OneHotOp(numClasses, DType.Float32).Apply(x);
    }
}
