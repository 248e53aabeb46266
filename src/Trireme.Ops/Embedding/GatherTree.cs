using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Beam search's results from its steps: Ids and Parents [steps, batch, beam] → Out, the whole sequence of each final beam.</summary>
    [Op("gather_tree", "Ids, Parents -> Out", NoGradient = "Its inputs are integers.")]
    public sealed record GatherTreeOp : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta ids = c["Ids"];
            c.Require(ids.DType.Kind is DTypeKind.Int64 or DTypeKind.Int32, "Ids must be int64 or int32.");
            c.Require(ids.Shape.Rank == 3, "Ids must be [steps, batch, beam].");
            c.Require(c["Parents"] == ids, "Parents must have the shape and element type of Ids.");
            c["Out"] = ids;
        }
    }
}

namespace Trireme.NN
{
    public static partial class Functional
    {
        /// <summary>The whole sequence of each final beam, found by walking back from the last step.</summary>
        /// <param name="ids">The token each beam took, [steps, batch, beam].</param>
        /// <param name="parents">The beam each one came from, of the same shape.</param>
        /// <exception cref="InvalidArgumentException">Shapes or element types do not fit.</exception>
        /// <exception cref="OutOfRangeException">A parent is no beam.</exception>
        /// <remarks>Mirrors paddle.nn.functional.gather_tree.</remarks>
        public static Tensor GatherTree(Tensor ids, Tensor parents) => new GatherTreeOp().Apply(ids, parents);
    }
}
