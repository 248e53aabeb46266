using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Out = X read backwards along some axes.</summary>
    /// <param name="Axis">The axes.</param>
    [Op("flip", "X -> Out", View = "Out=X")]
    public sealed record FlipOp(Ints Axis) : StridedOp
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            foreach (int axis in Axis)
                c.RequireAxis(axis, "X");
            c["Out"] = c["X"];
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["X"] = new FlipOp(Axis).Apply(g.D["Out"]);

        internal override StridedPart Part(Shape input)
        {
            int[] strides = StridedPart.Whole(input).Strides.ToArray();
            int offset = 0;
            foreach (int a in Axis)
            {
                int axis = a < 0 ? a + input.Rank : a;
                if (strides.Length == 0 || input[axis] == 0)
                    continue;
                offset += strides[axis] * (input[axis] - 1);
                strides[axis] = -strides[axis];
            }
            return new StridedPart(input, new Ints(strides), offset);
        }
    }

    /// <summary>Out = X moved along some axes; what leaves at the end comes in at the beginning.</summary>
    /// <param name="Shifts">How far, for each axis.</param>
    /// <param name="Axis">The axes; empty moves the flattened tensor.</param>
    [Op("roll", "X -> Out")]
    public sealed record RollOp(Ints Shifts, Ints Axis = default) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            c.Require(Axis.Count == 0 ? Shifts.Count == 1 : Shifts.Count == Axis.Count, $"shifts {Shifts} and axis {Axis} have different lengths.");
            foreach (int axis in Axis)
                c.RequireAxis(axis, "X");
            c["Out"] = c["X"];
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["X"] = new RollOp(Array.ConvertAll(Shifts.ToArray(), s => -s), Axis).Apply(g.D["Out"]);
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>The tensor read backwards along some axes.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="axis">The axes; an axis named twice is turned twice.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">An axis is outside x.</exception>
        /// <remarks>Mirrors paddle.flip.</remarks>
        public static Tensor Flip(this Tensor x, Ints axis, string? name = null) => new FlipOp(axis).Apply(x);

        /// <summary>The tensor read backwards along some axes; the same as <see cref="Flip"/>.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="axis">The axes.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">An axis is outside x.</exception>
        /// <remarks>Mirrors paddle.reverse.</remarks>
        public static Tensor Reverse(this Tensor x, Ints axis, string? name = null) => Flip(x, axis);

        /// <summary>Moves the elements along some axes; what leaves at the end comes in at the beginning.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="shifts">How far, for each axis; negative moves towards the beginning.</param>
        /// <param name="axis">The axes; null moves the flattened tensor.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">An axis is outside x, or the lists differ in length.</exception>
        /// <remarks>Mirrors paddle.roll.</remarks>
        public static Tensor Roll(this Tensor x, Ints shifts, Ints? axis = null, string? name = null) => new RollOp(shifts, axis ?? default).Apply(x);

        /// <summary>Turns the plane of two axes by 90 degrees, k times, from the first towards the second.</summary>
        /// <param name="x">A tensor with at least two dimensions.</param>
        /// <param name="k">How often; negative turns the other way.</param>
        /// <param name="axes">The two axes of the plane; (0, 1) where null.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">There are not two different axes inside x.</exception>
        /// <remarks>Mirrors paddle.rot90.</remarks>
        public static Tensor Rot90(this Tensor x, int k = 1, Ints? axes = null, string? name = null)
        {
            int[] plane = Axes.Of(x, axes ?? (0, 1), "Rot90");
            if (plane.Length != 2)
                throw new InvalidArgumentException($"Rot90: axes {axes} do not span a plane.", $"x {x.Shape} {x.DType}", "Name two different axes.");
            return (((k % 4) + 4) % 4) switch
            {
                0 => x.Clone(),
                1 => x.Flip(plane[1]).Swapaxes(plane[0], plane[1]),
                2 => x.Flip(plane),
                _ => x.Swapaxes(plane[0], plane[1]).Flip(plane[1]),
            };
        }
    }
}
