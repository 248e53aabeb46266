using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Out = a range of Input along some axes; memory is shared where the elements lie in a row.</summary>
    /// <param name="Axes">The axes.</param>
    /// <param name="Starts">Where each range begins; negative counts from the end.</param>
    /// <param name="Ends">Where each range stops, exclusive; negative counts from the end, too far is cut off.</param>
    /// <param name="InferFlags">Unused; kept for files.</param>
    /// <param name="DecreaseAxis">Axes of the result with one element that go away.</param>
    [Op("slice", "Input, StartsTensor?, EndsTensor?, StartsTensorList*, EndsTensorList* -> Out", View = "Out=Input")]
    public sealed record SliceOp(Ints Axes, Ints Starts, Ints Ends, Ints InferFlags = default, Ints DecreaseAxis = default) : StridedOp, IComposable
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
            => c["Out"] = SizeInputs.Any(c.Call.Inputs, 1) ? SliceRange.Unknown(c, Axes, DecreaseAxis) : SliceRange.Infer(c, Axes, Starts, Ends, default, DecreaseAxis);

        bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => SizeInputs.Any(inputs, 1);

        bool IComposable.ReadsValues(ReadOnlySpan<Tensor?> inputs) => true;

        void IComposable.Compose(ComposeContext c)
        {
            Ints starts = SizeInputs.Read(c, "StartsTensor", "StartsTensorList") ?? Starts, ends = SizeInputs.Read(c, "EndsTensor", "EndsTensorList") ?? Ends;
            c["Out"] = new SliceOp(Axes, starts, ends, InferFlags, DecreaseAxis).Apply(c["Input"]);
        }

        internal override StridedPart Part(Shape input)
            => SliceRange.Part(input, Axes.AsSpan(), Starts.AsSpan(), Ends.AsSpan(), default, DecreaseAxis);
    }

    /// <summary>Out = a range of Input along some axes, with steps.</summary>
    /// <param name="Axes">The axes.</param>
    /// <param name="Starts">Where each range begins; negative counts from the end.</param>
    /// <param name="Ends">Where each range stops, exclusive; negative counts from the end, too far is cut off.</param>
    /// <param name="Strides">The step along each axis; not 0, negative goes backwards.</param>
    /// <param name="InferFlags">Unused; kept for files.</param>
    /// <param name="DecreaseAxis">Axes of the result with one element that go away.</param>
    [Op("strided_slice", "Input, StartsTensor?, EndsTensor?, StridesTensor?, StartsTensorList*, EndsTensorList*, StridesTensorList* -> Out", View = "Out=Input")]
    public sealed record StridedSliceOp(Ints Axes, Ints Starts, Ints Ends, Ints Strides, Ints InferFlags = default, Ints DecreaseAxis = default) : StridedOp, IComposable
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            if (SizeInputs.Any(c.Call.Inputs, 1))
            {
                c["Out"] = SliceRange.Unknown(c, Axes, DecreaseAxis);
                return;
            }
            c.Require(Strides.Count == Axes.Count, $"axes {Axes} and strides {Strides} have different lengths.");
            c["Out"] = SliceRange.Infer(c, Axes, Starts, Ends, Strides, DecreaseAxis);
        }

        bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => SizeInputs.Any(inputs, 1);

        bool IComposable.ReadsValues(ReadOnlySpan<Tensor?> inputs) => true;

        void IComposable.Compose(ComposeContext c)
        {
            Ints starts = SizeInputs.Read(c, "StartsTensor", "StartsTensorList") ?? Starts, ends = SizeInputs.Read(c, "EndsTensor", "EndsTensorList") ?? Ends;
            Ints strides = SizeInputs.Read(c, "StridesTensor", "StridesTensorList") ?? Strides;
            c["Out"] = new StridedSliceOp(Axes, starts, ends, strides, InferFlags, DecreaseAxis).Apply(c["Input"]);
        }

        internal override StridedPart Part(Shape input)
            => SliceRange.Part(input, Axes.AsSpan(), Starts.AsSpan(), Ends.AsSpan(), Strides.AsSpan(), DecreaseAxis);
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>A range along some axes.</summary>
        /// <param name="input">The tensor.</param>
        /// <param name="axes">The axes.</param>
        /// <param name="starts">Where each range begins; negative counts from the end.</param>
        /// <param name="ends">Where each range stops, exclusive; too far is cut off.</param>
        /// <exception cref="InvalidArgumentException">An axis is outside <paramref name="input"/>, or the lists differ in length.</exception>
        /// <remarks>Shares memory where the elements lie in a row. Mirrors paddle.slice.</remarks>
        public static Tensor Slice(this Tensor input, Ints axes, Ints starts, Ints ends) => new SliceOp(axes, starts, ends).Apply(input);

        /// <summary>A range along some axes, with steps.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="axes">The axes.</param>
        /// <param name="starts">Where each range begins; negative counts from the end.</param>
        /// <param name="ends">Where each range stops, exclusive; too far is cut off.</param>
        /// <param name="strides">The step along each axis; not 0, negative goes backwards.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">An axis is outside x, a step is 0, or the lists differ in length.</exception>
        /// <remarks>Mirrors paddle.strided_slice.</remarks>
        public static Tensor StridedSlice(this Tensor x, Ints axes, Ints starts, Ints ends, Ints strides, string? name = null)
            => new StridedSliceOp(axes, starts, ends, strides).Apply(x);

        /// <summary>A box cut out of a tensor.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="shape">The box's dimensions; -1 reaches to the end of x. Null takes all of x.</param>
        /// <param name="offsets">Where the box begins along each axis; zeros where null.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The box reaches outside x.</exception>
        /// <remarks>Mirrors paddle.crop.</remarks>
        public static Tensor Crop(this Tensor x, Shape? shape = null, Ints? offsets = null, string? name = null)
        {
            int rank = x.Ndim;
            int[] starts = offsets?.ToArray() ?? new int[rank], dims = shape?.ToArray() ?? x.Shape.ToArray();
            if (starts.Length != rank || dims.Length != rank)
                throw new InvalidArgumentException($"Crop: shape {shape} and offsets {offsets} need one entry for each of {rank} dimensions.", $"x {x.Shape} {x.DType}");
            var ends = new int[rank];
            for (int i = 0; i < rank; i++)
            {
                int size = dims[i] == -1 ? x.Shape[i] - starts[i] : dims[i];
                ends[i] = starts[i] + size;
                if (starts[i] < 0 || size < 0 || ends[i] > x.Shape[i])
                {
                    throw new InvalidArgumentException($"Crop: {dims[i]} elements from {starts[i]} do not lie inside axis {i}, which has {x.Shape[i]}.",
                        $"x {x.Shape} {x.DType}, shape {shape}, offsets {offsets}");
                }
            }
            return x.Slice(Enumerable.Range(0, rank).ToArray(), starts, ends);
        }
    }
}
