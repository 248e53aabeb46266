using Trireme.Operators;
using Trireme.Static;

namespace Trireme.Fluid;

/// <content>Reductions, shapes and products.</content>
public static partial class Layers
{
    /// <summary>The sum of the elements along axes; shape [1] where nothing else is left.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The axes; all where null.</param>
    /// <param name="keepDim">Whether the axes stay, with size 1.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.reduce_sum.</remarks>
    public static Tensor ReduceSum(Tensor input, Ints? dim = null, bool keepDim = false, string? name = null) => One(input.Sum(dim, keepdim: keepDim));

    /// <summary>The mean of the elements along axes; shape [1] where nothing else is left.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The axes; all where null.</param>
    /// <param name="keepDim">Whether the axes stay, with size 1.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.reduce_mean.</remarks>
    public static Tensor ReduceMean(Tensor input, Ints? dim = null, bool keepDim = false, string? name = null) => One(input.Mean(dim, keepDim));

    /// <summary>The greatest of the elements along axes; shape [1] where nothing else is left.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The axes; all where null.</param>
    /// <param name="keepDim">Whether the axes stay, with size 1.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.reduce_max.</remarks>
    public static Tensor ReduceMax(Tensor input, Ints? dim = null, bool keepDim = false, string? name = null) => One(input.Max(dim, keepDim));

    /// <summary>The least of the elements along axes; shape [1] where nothing else is left.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The axes; all where null.</param>
    /// <param name="keepDim">Whether the axes stay, with size 1.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.reduce_min.</remarks>
    public static Tensor ReduceMin(Tensor input, Ints? dim = null, bool keepDim = false, string? name = null) => One(input.Min(dim, keepDim));

    /// <summary>The product of the elements along axes; shape [1] where nothing else is left.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The axes; all where null.</param>
    /// <param name="keepDim">Whether the axes stay, with size 1.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.reduce_prod.</remarks>
    public static Tensor ReduceProd(Tensor input, Ints? dim = null, bool keepDim = false, string? name = null) => One(input.Prod(dim, keepDim));

    /// <summary>Whether all are true, of the elements along axes; shape [1] where nothing else is left.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The axes; all where null.</param>
    /// <param name="keepDim">Whether the axes stay, with size 1.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.reduce_all.</remarks>
    public static Tensor ReduceAll(Tensor input, Ints? dim = null, bool keepDim = false, string? name = null) => One(input.All(dim, keepDim));

    /// <summary>Whether one is true, of the elements along axes; shape [1] where nothing else is left.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The axes; all where null.</param>
    /// <param name="keepDim">Whether the axes stay, with size 1.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.reduce_any.</remarks>
    public static Tensor ReduceAny(Tensor input, Ints? dim = null, bool keepDim = false, string? name = null) => One(input.Any(dim, keepDim));

    /// <summary>Matrices multiplied: x's dimensions before <paramref name="xNumColDims"/> are its rows.</summary>
    /// <param name="x">One factor.</param>
    /// <param name="y">The other factor.</param>
    /// <param name="xNumColDims">How many of x's dimensions are rows.</param>
    /// <param name="yNumColDims">How many of y's dimensions are rows.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.mul.</remarks>
    public static Tensor Mul(Tensor x, Tensor y, int xNumColDims = 1, int yNumColDims = 1, string? name = null) => new MulOp(xNumColDims, yNumColDims)
        .Apply(x, y);

    /// <summary>alpha · x · y over the last two dimensions; the others broadcast.</summary>
    /// <param name="x">One factor.</param>
    /// <param name="y">The other factor.</param>
    /// <param name="transposeX">Whether x's last two dimensions are exchanged first.</param>
    /// <param name="transposeY">Whether y's last two dimensions are exchanged first.</param>
    /// <param name="alpha">The factor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.matmul.</remarks>
    public static Tensor Matmul(Tensor x, Tensor y, bool transposeX = false, bool transposeY = false, double alpha = 1.0, string? name = null)
        => new MatmulOp(transposeX, transposeY, (float)alpha).Apply(x, y);

    /// <summary>The sum of tensors of one shape.</summary>
    /// <param name="input">The tensors.</param>
    /// <param name="out">The variable that receives the result; a new one where null.</param>
    /// <remarks>Mirrors fluid.layers.sums.</remarks>
    public static Tensor Sums(IReadOnlyList<Tensor> input, Tensor? @out = null) => Into(Paddle.AddN(input), @out);

    /// <summary>The sum of tensors of one shape.</summary>
    /// <param name="x">The tensors.</param>
    /// <remarks>Mirrors fluid.layers.sum.</remarks>
    public static Tensor Sum(params IReadOnlyList<Tensor> x) => Paddle.AddN(x);

    /// <summary>x with another element type.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="dtype">The element type.</param>
    /// <remarks>Mirrors fluid.layers.cast.</remarks>
    public static Tensor Cast(Tensor x, DType dtype) => x.Cast(dtype);

    /// <summary>Tensors one behind the other along an axis.</summary>
    /// <param name="input">The tensors.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.concat.</remarks>
    public static Tensor Concat(IReadOnlyList<Tensor> input, int axis = 0, string? name = null) => Paddle.Concat(input, axis);

    /// <summary>Tensors of one shape along a new axis.</summary>
    /// <param name="x">The tensors.</param>
    /// <param name="axis">The new axis.</param>
    /// <remarks>Mirrors fluid.layers.stack.</remarks>
    public static Tensor Stack(IReadOnlyList<Tensor> x, int axis = 0) => Paddle.Stack(x, axis);

    /// <summary>The slices of x along an axis, without it.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="num">How many there are; from the shape where null.</param>
    /// <remarks>Mirrors fluid.layers.unstack.</remarks>
    public static Tensor[] Unstack(Tensor x, int axis = 0, int? num = null) => x.Unstack(axis, num);

    /// <summary>x in equal parts along an axis.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="numOrSections">How many parts.</param>
    /// <param name="dim">The axis.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.split.</remarks>
    public static Tensor[] Split(Tensor input, int numOrSections, int dim = -1, string? name = null) => input.Split(numOrSections, dim);

    /// <summary>x in parts of given sizes along an axis.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="numOrSections">The sizes; one may be -1.</param>
    /// <param name="dim">The axis.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.split.</remarks>
    public static Tensor[] Split(Tensor input, Ints numOrSections, int dim = -1, string? name = null) => input.Split(numOrSections, dim);

    /// <summary>The same elements in another shape.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="shape">The new dimensions; one may be -1, 0 takes x's.</param>
    /// <param name="actualShape">Kept for Paddle's signature: only null; -1 and 0 stand for what is not known.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="inplace">Kept for Paddle's signature.</param>
    /// <param name="name">Not used.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="actualShape"/> is given, or the numbers of elements differ.</exception>
    /// <remarks>Mirrors fluid.layers.reshape.</remarks>
    public static Tensor Reshape(Tensor x, Shape shape, Tensor? actualShape = null, string? act = null, bool inplace = false, string? name = null)
        => actualShape is null ? Activate(x.Reshape(shape), act)
            : throw new InvalidArgumentException("reshape: a shape that the program computes is not possible.", null,
                "Leave actualShape out; -1 and 0 stand for dimensions that are not known.");

    /// <summary>x with its axes in another order.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="perm">Which axis comes where.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.transpose.</remarks>
    public static Tensor Transpose(Tensor x, Ints perm, string? name = null) => x.Transpose(perm);

    /// <summary>x as a matrix: the dimensions before an axis are rows, the others columns.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.flatten.</remarks>
    public static Tensor Flatten(Tensor x, int axis = 1, string? name = null) => new Flatten2Op(axis).ApplyAll(x)[0];

    /// <summary>x without axes of size 1.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="axes">The axes; all of size 1 where empty.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.squeeze.</remarks>
    public static Tensor Squeeze(Tensor input, Ints axes, string? name = null) => input.Squeeze(axes);

    /// <summary>x with new axes of size 1.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="axes">Where they stand in the result.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.unsqueeze.</remarks>
    public static Tensor Unsqueeze(Tensor input, Ints axes, string? name = null) => input.Unsqueeze(axes);

    /// <summary>x repeated along each axis.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="expandTimes">How often along each axis.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.expand.</remarks>
    public static Tensor Expand(Tensor x, Ints expandTimes, string? name = null) => x.Tile(expandTimes);

    /// <summary>A part of x.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="axes">The axes that are cut.</param>
    /// <param name="starts">Where each part begins.</param>
    /// <param name="ends">What each part stays below.</param>
    /// <remarks>Mirrors fluid.layers.slice.</remarks>
    public static Tensor Slice(Tensor input, Ints axes, Ints starts, Ints ends) => input.Slice(axes, starts, ends);

    /// <summary>x backwards along axes.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axes.</param>
    /// <remarks>Mirrors fluid.layers.reverse.</remarks>
    public static Tensor Reverse(Tensor x, Ints axis) => x.Flip(axis);

    /// <summary>The rows that numbers name.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="index">The rows' numbers.</param>
    /// <param name="overwrite">Kept for Paddle's signature; gradients of a row that is taken several times are added.</param>
    /// <remarks>Mirrors fluid.layers.gather.</remarks>
    public static Tensor Gather(Tensor input, Tensor index, bool overwrite = true) => input.Gather(index);

    /// <summary>x with some rows replaced, or added to.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="index">The rows' numbers.</param>
    /// <param name="updates">The new rows.</param>
    /// <param name="name">Not used.</param>
    /// <param name="overwrite">Whether rows are replaced.</param>
    /// <remarks>Mirrors fluid.layers.scatter.</remarks>
    public static Tensor Scatter(Tensor input, Tensor index, Tensor updates, string? name = null, bool overwrite = true) => input.Scatter(index, updates,
        overwrite);

    /// <summary>Each row from the input that a number names.</summary>
    /// <param name="inputs">The tensors.</param>
    /// <param name="index">[N, 1].</param>
    /// <remarks>Mirrors fluid.layers.multiplex.</remarks>
    public static Tensor Multiplex(IReadOnlyList<Tensor> inputs, Tensor index) => Paddle.Multiplex(inputs, index);

    /// <summary>Where the greatest element is along an axis.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis.</param>
    /// <remarks>Mirrors fluid.layers.argmax.</remarks>
    public static Tensor Argmax(Tensor x, int axis = 0) => x.Argmax(axis);

    /// <summary>Where the least element is along an axis.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis.</param>
    /// <remarks>Mirrors fluid.layers.argmin.</remarks>
    public static Tensor Argmin(Tensor x, int axis = 0) => x.Argmin(axis);

    /// <summary>The elements in rising order along an axis, and where they were.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.argsort.</remarks>
    public static (Tensor Out, Tensor Indices) Argsort(Tensor input, int axis = -1, string? name = null)
    {
        Tensor[] sorted = new ArgsortOp(axis).ApplyAll(input);
        return (sorted[0], sorted[1]);
    }

    /// <summary>The k greatest elements of each row, and where they were.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="k">How many.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.topk.</remarks>
    public static (Tensor Values, Tensor Indices) Topk(Tensor input, int k, string? name = null)
    {
        Tensor[] found = new TopKV1Op(k).ApplyAll(input);
        return (found[0], found[1]);
    }

    /// <summary>1 where the number says, else 0: [N, 1] → [N, depth].</summary>
    /// <param name="input">The numbers; int64.</param>
    /// <param name="depth">How many classes there are.</param>
    /// <remarks>Mirrors fluid.layers.one_hot.</remarks>
    public static Tensor OneHot(Tensor input, int depth) => new OneHotV1Op(depth, DType.Float32).Apply(input);

    /// <summary>Running sums along an axis.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis; the last where null.</param>
    /// <param name="exclusive">Whether an element's own value is left out.</param>
    /// <param name="reverse">Whether sums run from the end.</param>
    /// <remarks>Mirrors fluid.layers.cumsum.</remarks>
    public static Tensor Cumsum(Tensor x, int? axis = null, bool? exclusive = null, bool? reverse = null) => new CumsumOp(axis ?? -1, false, exclusive
        ?? false, reverse ?? false).Apply(x);

    /// <summary>Numbers from a start to an end, which is left out.</summary>
    /// <param name="start">The first.</param>
    /// <param name="end">What they stay below.</param>
    /// <param name="step">The distance.</param>
    /// <param name="dtype">The element type.</param>
    /// <remarks>Mirrors fluid.layers.range.</remarks>
    public static Tensor Range(double start, double end, double step, DType dtype)
    {
        using Recorder.Mode mode = BuildMode.Enter();
        return Paddle.Arange(start, end, step, dtype);
    }

    /// <summary>Numbers at equal distances, both ends included.</summary>
    /// <param name="start">The first.</param>
    /// <param name="stop">The last.</param>
    /// <param name="num">How many.</param>
    /// <param name="dtype">The element type.</param>
    /// <remarks>Mirrors fluid.layers.linspace.</remarks>
    public static Tensor Linspace(double start, double stop, int num, DType dtype)
    {
        using Recorder.Mode mode = BuildMode.Enter();
        return Paddle.Linspace(start, stop, num, dtype);
    }

    /// <summary>A matrix with a vector on its diagonal.</summary>
    /// <param name="diagonal">The vector.</param>
    /// <remarks>Mirrors fluid.layers.diag.</remarks>
    public static Tensor Diag(Tensor diagonal) => diagonal.Diag();

    /// <summary>Where a condition holds: [n, rank].</summary>
    /// <param name="condition">Bools.</param>
    /// <remarks>Mirrors fluid.layers.where.</remarks>
    public static Tensor Where(Tensor condition) => condition.Nonzero();
}
