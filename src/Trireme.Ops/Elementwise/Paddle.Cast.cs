using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>The values in another element type; x itself where it has that type already.</summary>
    /// <param name="x">The tensor to convert.</param>
    /// <param name="dtype">The element type wanted. Fractions are cut off towards 0; whatever is not 0 is true.</param>
    /// <remarks>Mirrors paddle.cast. Gradients flow through between floating point types.</remarks>
    public static Tensor Cast(this Tensor x, DType dtype) => x.DType == dtype ? x : new CastOp(x.DType, dtype).Apply(x);

    /// <summary>The values in another element type; the same as <see cref="Cast"/>.</summary>
    /// <param name="x">The tensor to convert.</param>
    /// <param name="dtype">The element type wanted.</param>
    /// <remarks>Mirrors paddle.Tensor.astype.</remarks>
    public static Tensor Astype(this Tensor x, DType dtype) => Cast(x, dtype);

    /// <summary>A copy in memory of its own; gradients flow through.</summary>
    /// <param name="x">The tensor to copy.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.clone.</remarks>
    public static Tensor Clone(this Tensor x, string? name = null) => new AssignOp().Apply(x);

    /// <summary>A copy in memory of its own; gradients flow through.</summary>
    /// <param name="x">The tensor to copy.</param>
    /// <param name="output">Where given, its values are overwritten and it is returned.</param>
    /// <exception cref="InvalidArgumentException">x and <paramref name="output"/> differ in shape or element type.</exception>
    /// <remarks>Mirrors paddle.assign.</remarks>
    public static Tensor Assign(this Tensor x, Tensor? output = null)
    {
        if (output is not null && (output.IsSymbolic || x.IsSymbolic || Static.Recorder.IsOn))
        {
            Static.Variable variable = Static.Recorder.Resolve(Static.Recorder.Main.CurrentBlock(), new AssignOp().Info, output);
            InPlace.AssignTo(variable, x);
            return variable;
        }
        Tensor copy = new AssignOp().Apply(x);
        if (output is null)
            return copy;
        output.SetValue(copy);
        output.TakeHistory(copy);
        return output;
    }
}
