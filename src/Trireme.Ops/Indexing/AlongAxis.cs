using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Result[.., i, ..] = Input[.., Index[.., i, ..], ..]: one element along an axis for each entry of Index.</summary>
    /// <param name="Axis">The axis.</param>
    [Op("take_along_axis", "Input, Index -> Result", Saves = "Index")]
    public sealed record TakeAlongAxisOp([Attr("Axis")] int Axis) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            Require(c, c.RequireAxis(Axis, "Input"));
            c["Result"] = c["Input"] with { Shape = c["Index"].Shape };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
            => g.D["Input"] = new PutAlongAxisOp(Axis, "add").Apply(Paddle.Zeros(g.Meta("Input").Shape, g.Meta("Input").DType), g["Index"], g.D["Result"]);

        internal static void Require(InferContext c, int axis)
        {
            Shape x = c["Input"].Shape, index = c["Index"].Shape;
            IndexTensors.Require(c, "Index");
            c.Require(x.Rank == index.Rank && x.Rank > 0, $"Input has {x.Rank} dimensions, Index {index.Rank}.", "They must have the same number, at least one.");
            for (int i = 0; i < x.Rank; i++)
                c.Require(i == axis || index[i] <= x[i] || x[i] < 0, $"dimension {i} of Index is {index[i]}, that of Input {x[i]}.", "Index must not reach beyond Input except along the axis.");
        }
    }

    /// <summary>Result = Input, with Value put where Index says along an axis, or combined with what is there.</summary>
    /// <param name="Axis">The axis.</param>
    /// <param name="Reduce">assign, add, multiply (or mul), amin, amax or mean.</param>
    /// <param name="IncludeSelf">Whether what stands at a place takes part in the combination.</param>
    [Op("put_along_axis", "Input, Index, Value -> Result", Saves = "Input, Index, Value, Result")]
    public sealed record PutAlongAxisOp([Attr("Axis")] int Axis, [Attr("Reduce")] string Reduce = "assign", bool IncludeSelf = true) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TakeAlongAxisOp.Require(c, c.RequireAxis(Axis, "Input"));
            c.Require(Reduce is "assign" or "add" or "multiply" or "mul" or "amin" or "amax" or "mean", $"reduce '{Reduce}' is not known.", "Use assign, add, multiply, amin, amax or mean.");
            c.Require(c["Input"].DType == c["Value"].DType, "Input and Value have different element types.", "Cast one of them.");
            c.Require(c["Value"].Shape == c["Index"].Shape || !c["Index"].Shape.IsKnown || !c["Value"].Shape.IsKnown, "Value and Index have different shapes.", "Broadcast Value first.");
            c["Result"] = c["Input"];
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
        {
            Tensor d = g.D["Result"], index = g["Index"];
            var take = new TakeAlongAxisOp(Axis);
            Tensor Count() => new PutAlongAxisOp(Axis, "add").Apply(Paddle.Full(d.Shape, IncludeSelf ? 1 : 0, d.DType), index, Paddle.Ones(index.Shape, d.DType));
            Tensor Untouched() => new PutAlongAxisOp(Axis).Apply(Paddle.Ones(d.Shape, d.DType), index, Paddle.Zeros(index.Shape, d.DType));
            switch (Reduce)
            {
                case "assign":
                    g.D["Input"] = new PutAlongAxisOp(Axis).Apply(d, index, Paddle.Zeros(index.Shape, d.DType));
                    g.D["Value"] = take.Apply(d, index);
                    break;
                case "add":
                    g.D["Input"] = IncludeSelf ? d : d * Untouched();
                    g.D["Value"] = take.Apply(d, index);
                    break;
                case "mean":
                    // Places that nothing was put at keep their element, whose count is then 0 or 1.
                    Tensor count = Count(), share = d / (count + count.Equal(Paddle.Zeros([], d.DType)).Cast(d.DType));
                    g.D["Input"] = IncludeSelf ? share : d * Untouched();
                    g.D["Value"] = take.Apply(share, index);
                    break;
                case "multiply" or "mul":
                    Tensor product = d * g["Result"];
                    g.D["Input"] = IncludeSelf ? product / g["Input"] : d * Untouched();
                    g.D["Value"] = take.Apply(product, index) / g["Value"];
                    break;
                default:
                    // Where several are the largest, each has an equal share.
                    Tensor self = g["Input"].Equal(g["Result"]).Cast(d.DType), hits = take.Apply(g["Result"], index).Equal(g["Value"]).Cast(d.DType);
                    Tensor untouched = Untouched();
                    if (!IncludeSelf)
                        self = self * untouched;
                    Tensor equal = d / new PutAlongAxisOp(Axis, "add").Apply(self, index, hits);
                    g.D["Input"] = equal * self;
                    g.D["Value"] = take.Apply(equal, index) * hits;
                    break;
            }
        }
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>One element along an axis for each entry of an index: result[i, j] = arr[index[i, j], j] for axis 0.</summary>
        /// <param name="arr">The tensor.</param>
        /// <param name="indices">int32 or int64, with as many dimensions as <paramref name="arr"/>.</param>
        /// <param name="axis">The axis.</param>
        /// <param name="broadcast">Whether the dimensions beside the axis broadcast.</param>
        /// <exception cref="OutOfRangeException">An index is outside the axis.</exception>
        /// <exception cref="InvalidArgumentException">The shapes do not fit.</exception>
        /// <remarks>Mirrors paddle.take_along_axis.</remarks>
        public static Tensor TakeAlongAxis(this Tensor arr, Tensor indices, int axis, bool broadcast = true)
        {
            if (broadcast)
                (arr, indices) = BesideAxis(arr, indices, Axes.Of(arr, axis, "TakeAlongAxis"), "TakeAlongAxis");
            return new TakeAlongAxisOp(axis).Apply(arr, indices);
        }

        /// <summary>arr, with values put along an axis where an index says, or combined with what is there.</summary>
        /// <param name="arr">The tensor.</param>
        /// <param name="indices">int32 or int64, with as many dimensions as <paramref name="arr"/>.</param>
        /// <param name="values">Broadcasts to <paramref name="indices"/>.</param>
        /// <param name="axis">The axis.</param>
        /// <param name="reduce">assign, add, multiply (or mul), amin, amax or mean.</param>
        /// <param name="includeSelf">Whether what stands at a place takes part in the combination.</param>
        /// <param name="broadcast">Whether the dimensions of <paramref name="indices"/> beside the axis broadcast.</param>
        /// <exception cref="OutOfRangeException">An index is outside the axis.</exception>
        /// <exception cref="InvalidArgumentException">The shapes do not fit, or <paramref name="reduce"/> is not known.</exception>
        /// <remarks>Mirrors paddle.put_along_axis.</remarks>
        public static Tensor PutAlongAxis(this Tensor arr, Tensor indices, Tensor values, int axis, string reduce = "assign", bool includeSelf = true, bool broadcast = true)
        {
            (indices, values) = PutOperands(arr, indices, values, axis, broadcast);
            return new PutAlongAxisOp(axis, reduce, includeSelf).Apply(arr, indices, values);
        }

        /// <summary><see cref="PutAlongAxis"/> in place.</summary>
        /// <param name="arr">The tensor.</param>
        /// <param name="indices">int32 or int64, with as many dimensions as <paramref name="arr"/>.</param>
        /// <param name="values">Broadcasts to <paramref name="indices"/>.</param>
        /// <param name="axis">The axis.</param>
        /// <param name="reduce">assign, add, multiply (or mul), amin, amax or mean.</param>
        /// <param name="includeSelf">Whether what stands at a place takes part in the combination.</param>
        /// <exception cref="OutOfRangeException">An index is outside the axis.</exception>
        /// <exception cref="InvalidArgumentException">The shapes do not fit, or the tensor is a leaf that requires a gradient.</exception>
        /// <remarks>Mirrors paddle.put_along_axis_.</remarks>
        public static Tensor PutAlongAxis_(this Tensor arr, Tensor indices, Tensor values, int axis, string reduce = "assign", bool includeSelf = true)
        {
            (indices, values) = PutOperands(arr, indices, values, axis, broadcast: true);
            return Overwriting.Run(new PutAlongAxisOp(axis, reduce, includeSelf), "put_along_axis_", arr, indices, values);
        }

        // Beside the axis both have the same shape afterwards.
        private static (Tensor Arr, Tensor Indices) BesideAxis(Tensor arr, Tensor indices, int axis, string function)
        {
            if (arr.Ndim != indices.Ndim)
                throw new InvalidArgumentException($"{function}: arr and indices must have the same number of dimensions.", $"arr {arr.Shape} {arr.DType}, indices {indices.Shape} {indices.DType}");
            Shape place = BroadcastShape(indices.Shape, arr.Shape.With(axis, indices.Shape[axis]));
            Shape source = place.With(axis, arr.Shape[axis]);
            return (arr.Shape == source ? arr : arr.Expand(source), indices.Shape == place ? indices : indices.Expand(place));
        }

        private static (Tensor Indices, Tensor Values) PutOperands(Tensor arr, Tensor indices, Tensor values, int axis, bool broadcast)
        {
            if (broadcast && arr.Ndim == indices.Ndim)
            {
                axis = Axes.Of(arr, axis, "PutAlongAxis");
                Shape place = arr.Shape.With(axis, indices.Shape[axis]);
                if (indices.Shape != place && Trireme.Shape.Broadcast(indices.Shape, place) == place)
                    indices = indices.Expand(place);
            }
            values = values.Cast(arr.DType);
            return (indices, values.Shape == indices.Shape ? values : values.Expand(indices.Shape));
        }
    }
}
