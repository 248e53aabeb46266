using Trireme.Autograd;
using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary><see cref="Reshape"/> in place.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="shape">The dimensions, as <see cref="Reshape"/> takes them.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The number of elements does not fit.</exception>
    /// <exception cref="PreconditionNotMetException">x is a leaf that requires a gradient.</exception>
    /// <remarks>Mirrors paddle.reshape_.</remarks>
    public static Tensor Reshape_(this Tensor x, Shape shape, string? name = null) => ChangeShape(x, "reshape_", before => before.Reshape(shape));

    /// <summary><see cref="Squeeze"/> in place.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axes to remove where their size is 1; null removes all of size 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">An axis is outside x.</exception>
    /// <exception cref="PreconditionNotMetException">x is a leaf that requires a gradient.</exception>
    /// <remarks>Mirrors paddle.squeeze_.</remarks>
    public static Tensor Squeeze_(this Tensor x, Ints? axis = null, string? name = null) => ChangeShape(x, "squeeze_", before => before.Squeeze(axis));

    /// <summary><see cref="Unsqueeze"/> in place.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">Where the new dimensions stand in the result.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">An axis is outside the result.</exception>
    /// <exception cref="PreconditionNotMetException">x is a leaf that requires a gradient.</exception>
    /// <remarks>Mirrors paddle.unsqueeze_.</remarks>
    public static Tensor Unsqueeze_(this Tensor x, Ints axis, string? name = null) => ChangeShape(x, "unsqueeze_", before => before.Unsqueeze(axis));

    /// <summary><see cref="Flatten"/> in place.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="startAxis">The first axis.</param>
    /// <param name="stopAxis">The last axis, included.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">An axis is outside x.</exception>
    /// <exception cref="PreconditionNotMetException">x is a leaf that requires a gradient.</exception>
    /// <remarks>Mirrors paddle.Tensor.flatten_.</remarks>
    public static Tensor Flatten_(this Tensor x, int startAxis = 0, int stopAxis = -1, string? name = null)
        => ChangeShape(x, "flatten_", before => before.Flatten(startAxis, stopAxis));

    /// <summary><see cref="Transpose"/> in place.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="perm">Every axis of x once.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="perm"/> is not a permutation of x's axes.</exception>
    /// <exception cref="PreconditionNotMetException">x is a leaf that requires a gradient.</exception>
    /// <remarks>Mirrors paddle.transpose_.</remarks>
    public static Tensor Transpose_(this Tensor x, Ints perm, string? name = null) => ChangeShape(x, "transpose_", before => before.Transpose(perm));

    /// <summary><see cref="T"/> in place.</summary>
    /// <param name="input">A tensor with at most two dimensions.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="input"/> has more than two dimensions.</exception>
    /// <exception cref="PreconditionNotMetException"><paramref name="input"/> is a leaf that requires a gradient.</exception>
    /// <remarks>Mirrors paddle.t_.</remarks>
    public static Tensor T_(this Tensor input, string? name = null) => ChangeShape(input, "t_", before => before.T());

    private static Tensor ChangeShape(Tensor x, string function, Func<Tensor, Tensor> change)
    {
        if (GradMode.IsEnabled && x is { IsLeaf: true, StopGradient: false })
        {
            throw new PreconditionNotMetException($"{function}: '{x.Name}' cannot be changed in place.", "It is a leaf that collects a gradient (StopGradient is false).",
                "Use the form without the trailing underscore, or change it under Paddle.NoGrad().");
        }
        Tensor result = change(x.Alias());
        if (!ReferenceEquals(result.Storage, x.Storage))
        {
            result.RawBytes().CopyTo(x.RawBytes());
            x.BumpVersion();
        }
        x.TakeShape(result.Shape);
        x.TakeHistory(result);
        return x;
    }
}
