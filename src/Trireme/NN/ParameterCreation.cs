using Trireme.NN.Initializers;
using Trireme.Operators;
using Trireme.Programs;

namespace Trireme;

/// <summary>paddle.create_parameter: a member of <see cref="Paddle"/> that lives above the operators.</summary>
public static class ParameterCreation
{
    extension(Paddle)
    {
        /// <summary>A parameter by itself, outside any layer.</summary>
        /// <param name="shape">Its dimensions.</param>
        /// <param name="dtype">Its element type.</param>
        /// <param name="name">Its name, where the attribute gives none.</param>
        /// <param name="attr">How it is made and trained.</param>
        /// <param name="isBias">Whether it is a bias: zeros at first.</param>
        /// <param name="defaultInitializer">How its values are made where the attribute does not say.</param>
        /// <returns>A <see cref="NN.Parameter"/>; in static mode the program's variable for it.</returns>
        /// <exception cref="InvalidArgumentException">The attribute is <c>false</c>.</exception>
        /// <remarks>Mirrors paddle.create_parameter.</remarks>
        public static Tensor CreateParameter(Shape shape, DType dtype, string? name = null, NN.ParamAttr? attr = null, bool isBias = false,
            Initializer? defaultInitializer = null)
        {
            if (!Paddle.InDynamicMode())
                return Static.Static.CreateParameter(shape, dtype, name, attr, isBias, defaultInitializer);
            attr ??= new NN.ParamAttr();
            if (attr.IsAbsent)
                throw new InvalidArgumentException($"CreateParameter: the parameter {shape} is asked for, but its attribute is false.");
            string key = attr.Name ?? name ?? UniqueName.Generate($"create_parameter.{(isBias ? "b" : "w")}");
            return NN.Parameter.Create(shape, dtype, key, attr, GlobalInitializer.For(attr, isBias, defaultInitializer));
        }
    }
}
