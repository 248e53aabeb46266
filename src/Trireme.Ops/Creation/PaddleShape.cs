using Trireme.Operators;

namespace Trireme;

/// <summary>paddle.shape, apart from the other functions: among them its name would hide the type <see cref="Trireme.Shape"/>.</summary>
public static class PaddleShape
{
    extension(Paddle)
    {
        /// <summary>The dimensions as a tensor; in a program they are those of the run, known ones and unknown ones.</summary>
        /// <param name="input">The tensor.</param>
        /// <returns>int32, one number for each dimension.</returns>
        /// <remarks>Mirrors paddle.shape.</remarks>
        public static Tensor Shape(Tensor input) => new ShapeOp().Apply(input);
    }
}
