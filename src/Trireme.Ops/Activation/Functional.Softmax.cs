using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    private static readonly ExprOp RandomSlope = new(Expr.Select(Expr.Input(0) >= 0, Expr.Input(0), Expr.Input(0) * Expr.Input(1)));

    /// <summary>exp(x) / Σ exp(x) along an axis.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="axis">The axis along which the results add up to 1.</param>
    /// <param name="dtype">The element type to compute in; x's where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The axis is outside the tensor.</exception>
    /// <remarks>Mirrors paddle.nn.functional.softmax. The maximum is subtracted first: nothing overflows.</remarks>
    public static Tensor Softmax(Tensor x, int axis = -1, DType? dtype = null, string? name = null)
        => (axis == -1 ? SoftmaxOp.Last : new SoftmaxOp(axis)).Apply(x.Cast(dtype ?? x.DType));

    /// <summary><see cref="Softmax"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="axis">The axis along which the results add up to 1.</param>
    /// <param name="dtype">The element type to compute in; must be x's.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.softmax_.</remarks>
    public static Tensor Softmax_(Tensor x, int axis = -1, DType? dtype = null, string? name = null) => InPlace.Run(x, t => Softmax(t, axis, dtype));

    /// <summary>log(exp(x) / Σ exp(x)) along an axis.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="axis">The axis along which the exponentials of the results add up to 1.</param>
    /// <param name="dtype">The element type to compute in; x's where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The axis is outside the tensor.</exception>
    /// <remarks>Mirrors paddle.nn.functional.log_softmax.</remarks>
    public static Tensor LogSoftmax(Tensor x, int axis = -1, DType? dtype = null, string? name = null)
        => (axis == -1 ? LogSoftmaxOp.Last : new LogSoftmaxOp(axis)).Apply(x.Cast(dtype ?? x.DType));

    /// <summary>x · Φ(x) with the normal distribution function Φ.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="approximate">Whether Φ is approximated by a hyperbolic tangent.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.gelu; Hendrycks and Gimpel 2016.</remarks>
    public static Tensor Gelu(Tensor x, bool approximate = false, string? name = null) => (approximate ? GeluOp.ByTanh : GeluOp.Exact).Apply(x);

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.tanh.</remarks>
    public static Tensor Tanh(Tensor x, string? name = null) => TanhOp.Default.Apply(x);

    /// <summary><see cref="Tanh"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.tanh_.</remarks>
    public static Tensor Tanh_(Tensor x, string? name = null) => InPlace.Run(x, static t => Tanh(t));

    /// <summary>The first half of x along an axis, times the sigmoid of the second.</summary>
    /// <param name="x">The tensor; its size along the axis is even.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The size along the axis is odd.</exception>
    /// <remarks>Mirrors paddle.nn.functional.glu.</remarks>
    public static Tensor Glu(Tensor x, int axis = -1, string? name = null)
    {
        Tensor[] halves = x.Split(2, axis);
        return halves[0] * Sigmoid(halves[1]);
    }

    /// <summary>The largest of each group of neighbouring channels.</summary>
    /// <param name="x">The tensor; its channels divide into the groups.</param>
    /// <param name="groups">How many channels make one; at least 2.</param>
    /// <param name="axis">The axis of the channels.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The channels do not divide into groups.</exception>
    /// <remarks>Mirrors paddle.nn.functional.maxout.</remarks>
    public static Tensor Maxout(Tensor x, int groups, int axis = 1, string? name = null) => new MaxoutOp(groups, axis).Apply(x);

    /// <summary>x where it is positive, else weight · x, with one weight for all or one for each channel.</summary>
    /// <param name="x">[N, C, …], or [N, …, C] where the format ends in C.</param>
    /// <param name="weight">One slope, or C.</param>
    /// <param name="dataFormat">Where the channels are: NC, NCL, NCHW, NCDHW, or NLC, NHWC, NDHWC.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The number of weights is neither 1 nor that of the channels.</exception>
    /// <remarks>Mirrors paddle.nn.functional.prelu.</remarks>
    public static Tensor Prelu(Tensor x, Tensor weight, string dataFormat = "NCHW", string? name = null)
        => new PReluOp(weight.Size == 1 ? "all" : "channel", dataFormat.EndsWith('C') && dataFormat.Length > 2 ? "NHWC" : "NCHW").Apply(x, weight);

    /// <summary>x where it is not negative, else x times a random slope; in evaluation the mean slope.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="lower">The least slope; from 0 to 1.</param>
    /// <param name="upper">The greatest slope; from 0 to 1, at least <paramref name="lower"/>.</param>
    /// <param name="training">Whether slopes are drawn.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The slopes are not in order between 0 and 1.</exception>
    /// <remarks>Mirrors paddle.nn.functional.rrelu.</remarks>
    public static Tensor Rrelu(Tensor x, double lower = 1.0 / 8.0, double upper = 1.0 / 3.0, bool training = true, string? name = null)
    {
        if (!(lower >= 0 && lower <= upper && upper <= 1))
            throw new InvalidArgumentException("Rrelu: the slopes are not in order.", $"lower is {lower}, upper {upper}; 0 ≤ lower ≤ upper ≤ 1 must hold.");
        return training
            ? RandomSlope.ApplyAll(new[] { x, Paddle.Uniform(x.Shape, x.DType, lower, upper) })[0]
            : LeakyRelu(x, (lower + upper) / 2);
    }

    /// <summary>A sample of the relaxed categorical distribution with logits x: softmax((x + Gumbel noise) / temperature).</summary>
    /// <param name="x">Logits.</param>
    /// <param name="temperature">Small values come close to one-hot vectors; above 0.</param>
    /// <param name="hard">Whether the result is one-hot, with the gradient of the soft sample.</param>
    /// <param name="axis">The axis of the categories.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="temperature"/> is not positive.</exception>
    /// <remarks>Mirrors paddle.nn.functional.gumbel_softmax; Jang et al. 2017.</remarks>
    public static Tensor GumbelSoftmax(Tensor x, double temperature = 1, bool hard = false, int axis = -1, string? name = null)
    {
        if (!(temperature > 0))
            throw new InvalidArgumentException($"GumbelSoftmax: the temperature is {temperature}.", "It must be above 0.");
        Tensor noise = -(-Paddle.Uniform(x.Shape, x.DType, 1e-20, 1).Log()).Log();
        Tensor soft = Softmax((x + noise) / temperature, axis);
        if (!hard)
            return soft;
        Tensor winner = soft.Detach().Equal(soft.Detach().Max(axis, keepdim: true)).Cast(x.DType);
        return winner - soft.Detach() + soft;
    }
}
