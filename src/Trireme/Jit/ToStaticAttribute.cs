using System.Collections.Concurrent;
using System.Reflection;
using Trireme.NN;
using Trireme.Static;

namespace Trireme;

/// <summary>
/// Marks a layer's Forward: every layer of the class runs as a program. In a partial class the source generator also turns <c>if</c>,
/// <c>while</c>, <c>for</c> and <c>?:</c> whose condition is a tensor into control flow of the program.
/// </summary>
/// <remarks>
/// <para>Mirrors the decorator paddle.jit.to_static. Nothing else changes: train, evaluate, save the layer as before.</para>
/// <para>
/// On another method, <c>[ToStatic] Tensor Body(Tensor x)</c>, the generator writes a twin <c>BodyStatic</c> with the converted control flow. A marked
/// method calls the twins of the marked methods it uses by itself; elsewhere call the twin: <c>Jit.ToStatic(BodyStatic)</c>.
/// </para>
/// <para>
/// Whatever changes in such a branch or loop must be a local variable or parameter of type Tensor: in a program both branches are recorded, and the
/// condition decides when it runs. What cannot be converted is a compile error TRI0xx that says what to write instead.
/// </para>
/// </remarks>
/// <example><code>
/// public partial class Net : Layer
/// {
///     [ToStatic]
///     public override Tensor Forward(Tensor x)
///     {
///         if (x.Mean() > 0)
///             return x * 2;
///         return x - 1;
///     }
/// }
/// </code></example>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class ToStaticAttribute : Attribute
{
    private static readonly ConcurrentDictionary<Type, ToStaticAttribute?> Known = new();

    /// <summary>The program is made for the shapes of each call's tensors.</summary>
    public ToStaticAttribute()
    {
    }

    /// <summary>The program is made once for all inputs of a shape.</summary>
    /// <param name="shape">The dimensions of the only input, float32; -1 where any size will do.</param>
    public ToStaticAttribute(params int[] shape) => InputSpecs = [new InputSpec(new Shape(shape))];

    internal IReadOnlyList<InputSpec>? InputSpecs { get; }

    internal static ToStaticAttribute? Find(Layer layer)
        => Known.GetOrAdd(layer.GetType(), static (_, l) => Search(l), layer) is { } found && !Jit.IsIgnored(layer.GetType()) ? found : null;

    private static ToStaticAttribute? Search(Layer layer)
        => layer.GetType().GetMethods(BindingFlags.Instance | BindingFlags.Public).Where(m => m.Name == nameof(Layer.Forward))
            .Select(m => m.GetCustomAttribute<ToStaticAttribute>(inherit: false)).FirstOrDefault(a => a is not null);
}
