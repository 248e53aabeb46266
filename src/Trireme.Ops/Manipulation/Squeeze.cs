using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Out = X without dimensions of size 1; memory is shared.</summary>
    /// <param name="Axes">The axes to remove where their size is 1; all such axes where empty.</param>
    [Op("squeeze2", "X -> Out, XShape~", View = "Out=X")]
    public sealed record Squeeze2Op(Ints Axes) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            Shape x = c["X"].Shape;
            var remove = new bool[Math.Max(1, x.Rank)];
            foreach (int axis in Axes)
                remove[c.RequireAxis(axis, "X")] = true;
            c["Out"] = c["X"] with { Shape = x.ToArray().Where((d, i) => d != 1 || (Axes.Count > 0 && !remove[i])).ToArray() };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["X"] = Reshape2Op.ViewOf(g.D["Out"], g.Meta("X").Shape);
    }

    /// <summary>Out = X with new dimensions of size 1; memory is shared.</summary>
    /// <param name="Axes">Where they stand in the result; applied one after the other.</param>
    [Op("unsqueeze2", "X, AxesTensor?, AxesTensorList* -> Out, XShape~", View = "Out=X")]
    public sealed record Unsqueeze2Op(Ints Axes) : Op, IComposable
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            var dims = new List<int>(c["X"].Shape.ToArray());
            if (SizeInputs.Any(c.Call.Inputs, 1))
            {
                int added = SizeInputs.Unknown(c, "AxesTensor", "AxesTensorList", Axes).Rank;
                c["Out"] = c["X"] with { Shape = Enumerable.Repeat(-1, dims.Count + added).ToArray() };
                return;
            }
            foreach (int axis in Axes)
            {
                c.Require(axis >= -dims.Count - 1 && axis <= dims.Count, $"axis {axis} is outside [{-dims.Count - 1}, {dims.Count}].");
                dims.Insert(axis < 0 ? axis + dims.Count + 1 : axis, 1);
            }
            c["Out"] = c["X"] with { Shape = dims.ToArray() };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["X"] = Reshape2Op.ViewOf(g.D["Out"], g.Meta("X").Shape);

        bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => SizeInputs.Any(inputs, 1);

        bool IComposable.ReadsValues(ReadOnlySpan<Tensor?> inputs) => true;

        void IComposable.Compose(ComposeContext c) => c["Out"] = new Unsqueeze2Op(SizeInputs.Read(c, "AxesTensor", "AxesTensorList") ?? Axes).Apply(c["X"]);
    }

    /// <summary>Out = X with a run of dimensions made one; memory is shared.</summary>
    /// <param name="StartAxis">The first axis of the run.</param>
    /// <param name="StopAxis">The last axis of the run, included.</param>
    [Op("flatten_contiguous_range", "X -> Out, XShape~", View = "Out=X")]
    public sealed record FlattenContiguousRangeOp(int StartAxis = 1, int StopAxis = 1) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            Shape x = c["X"].Shape;
            int start = c.RequireAxis(StartAxis, "X"), stop = c.RequireAxis(StopAxis, "X");
            c.Require(start <= stop, $"start_axis {StartAxis} lies behind stop_axis {StopAxis}.");
            if (x.Rank == 0)
            {
                c["Out"] = c["X"] with { Shape = [1] };
                return;
            }
            Shape run = x[start..(stop + 1)];
            c["Out"] = c["X"] with { Shape = (int[])[.. x[..start].AsSpan(), run.IsKnown ? (int)run.Numel : -1, .. x[(stop + 1)..].AsSpan()] };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["X"] = Reshape2Op.ViewOf(g.D["Out"], g.Meta("X").Shape);
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>Removes dimensions of size 1. Memory is shared with x.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="axis">The axes to remove where their size is 1; null removes all of size 1.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">An axis is outside x.</exception>
        /// <remarks>O(1). Mirrors paddle.squeeze.</remarks>
        public static Tensor Squeeze(this Tensor x, Ints? axis = null, string? name = null) => new Squeeze2Op(axis ?? default).Apply(x);

        /// <summary>Inserts dimensions of size 1. Memory is shared with x.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="axis">Where they stand in the result; several are inserted one after the other.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">An axis is outside the result.</exception>
        /// <remarks>O(1). Mirrors paddle.unsqueeze.</remarks>
        public static Tensor Unsqueeze(this Tensor x, Ints axis, string? name = null) => new Unsqueeze2Op(axis).Apply(x);

        /// <summary>Makes the dimensions from <paramref name="startAxis"/> to <paramref name="stopAxis"/> one. Memory is shared with x.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="startAxis">The first axis.</param>
        /// <param name="stopAxis">The last axis, included.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">An axis is outside x, or they are in the wrong order.</exception>
        /// <remarks>O(1). Mirrors paddle.flatten.</remarks>
        public static Tensor Flatten(this Tensor x, int startAxis = 0, int stopAxis = -1, string? name = null)
            => new FlattenContiguousRangeOp(startAxis, stopAxis).Apply(x);
    }
}
