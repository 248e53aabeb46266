using System.ComponentModel;
using System.Reflection;
using Trireme.NN;
using Trireme.Static;
using Trireme.Tracing;

namespace Trireme;

/// <summary>The functions of paddle.jit: functions and layers as programs, and these programs as files.</summary>
public static partial class Jit
{
    private static readonly HashSet<Assembly> Ignored = [];

    internal static bool IsEnabled { get; private set; } = true;

    /// <summary>Makes a layer run as a program: its Forward is traced at the first call for each kind of inputs, and the program runs from then on.</summary>
    /// <typeparam name="T">The kind of layer.</typeparam>
    /// <param name="function">The layer; it is changed and returned.</param>
    /// <param name="inputSpec">What the inputs look like, -1 for a dimension of any size; the shapes of each call's tensors where null.</param>
    /// <returns>The layer. Training, parameters, hooks, Train and Eval work as before.</returns>
    /// <remarks>Mirrors paddle.jit.to_static.</remarks>
    public static T ToStatic<T>(T function, params InputSpec[]? inputSpec)
        where T : Layer
    {
        function.MakeStatic(Given(inputSpec));
        return function;
    }

    /// <summary>Makes a layer run as a program, with Paddle's further settings.</summary>
    /// <typeparam name="T">The kind of layer.</typeparam>
    /// <param name="function">The layer; it is changed and returned.</param>
    /// <param name="inputSpec">What the inputs look like, -1 for a dimension of any size; the shapes of each call's tensors where null.</param>
    /// <param name="buildStrategy">Kept for Paddle's signature: programs are optimized the same way whatever it says.</param>
    /// <param name="backend">The compiler: null for the only one there is.</param>
    /// <param name="fullGraph">Kept for Paddle's signature: a function is always one program.</param>
    /// <exception cref="InvalidArgumentException">A backend is named.</exception>
    /// <remarks>Mirrors paddle.jit.to_static.</remarks>
    public static T ToStatic<T>(T function, IReadOnlyList<InputSpec>? inputSpec, BuildStrategy? buildStrategy, string? backend = null, bool fullGraph = true)
        where T : Layer
    {
        RequireBackend(backend);
        return ToStatic(function, inputSpec?.ToArray());
    }

    /// <summary>Makes a function of any number of tensors run as a program, with Paddle's further settings.</summary>
    /// <param name="function">The function.</param>
    /// <param name="inputSpec">What the inputs look like; each call's tensors say it where null.</param>
    /// <param name="buildStrategy">Kept for Paddle's signature: programs are optimized the same way whatever it says.</param>
    /// <param name="backend">The compiler: null for the only one there is.</param>
    /// <param name="fullGraph">Kept for Paddle's signature: a function is always one program.</param>
    /// <exception cref="InvalidArgumentException">A backend is named.</exception>
    /// <remarks>Mirrors paddle.jit.to_static.</remarks>
    public static StaticFunction ToStatic(Func<Tensor[], Tensor[]> function, IReadOnlyList<InputSpec>? inputSpec, BuildStrategy? buildStrategy, string? backend = null, bool fullGraph = true)
    {
        RequireBackend(backend);
        return ToStatic(function, inputSpec?.ToArray());
    }

    /// <summary>Makes a function run as a program.</summary>
    /// <param name="function">The function.</param>
    /// <param name="inputSpec">What the input looks like; each call's tensor says it where null.</param>
    /// <remarks>Mirrors paddle.jit.to_static.</remarks>
    public static StaticFunction ToStatic(Func<Tensor, Tensor> function, params InputSpec[]? inputSpec)
        => Make(function, inputs => [function(One(inputs, 1, function)[0])], inputSpec);

    /// <summary>Makes a function of two tensors run as a program.</summary>
    /// <param name="function">The function.</param>
    /// <param name="inputSpec">What the inputs look like; each call's tensors say it where null.</param>
    /// <remarks>Mirrors paddle.jit.to_static.</remarks>
    public static StaticFunction ToStatic(Func<Tensor, Tensor, Tensor> function, params InputSpec[]? inputSpec)
        => Make(function, inputs => [function(One(inputs, 2, function)[0], inputs[1])], inputSpec);

    /// <summary>Makes a function of any number of tensors run as a program.</summary>
    /// <param name="function">The function.</param>
    /// <param name="inputSpec">What the inputs look like; each call's tensors say it where null.</param>
    /// <remarks>Mirrors paddle.jit.to_static.</remarks>
    public static StaticFunction ToStatic(Func<Tensor[], Tensor[]> function, params InputSpec[]? inputSpec) => Make(function, function, inputSpec);

    /// <summary>Makes a layer run eagerly again, although it or its class is marked [ToStatic].</summary>
    /// <typeparam name="T">The kind of layer.</typeparam>
    /// <param name="func">The layer; it is changed and returned.</param>
    /// <remarks>Mirrors paddle.jit.not_to_static.</remarks>
    public static T NotToStatic<T>(T func)
        where T : Layer
    {
        func.MakeEager();
        return func;
    }

    /// <summary>The function behind a static one, which runs eagerly.</summary>
    /// <param name="func">The static function.</param>
    /// <remarks>Mirrors paddle.jit.not_to_static.</remarks>
    public static Func<Tensor[], Tensor[]> NotToStatic(StaticFunction func) => func.DygraphFunction;

    /// <summary>Switches all static functions of the process to eager calls, for debugging, or back.</summary>
    /// <param name="enableToStaticBool">Whether they run as programs; at first they do.</param>
    /// <remarks>Mirrors paddle.jit.enable_to_static.</remarks>
    public static void EnableToStatic(bool enableToStaticBool) => IsEnabled = enableToStaticBool;

    /// <summary>Layers of these assemblies that are made from now on run eagerly although their Forward is marked [ToStatic].</summary>
    /// <param name="modules">The assemblies.</param>
    /// <remarks>Mirrors paddle.jit.ignore_module, whose modules are assemblies here.</remarks>
    public static void IgnoreModule(params Assembly[] modules)
    {
        lock (Ignored)
            Ignored.UnionWith(modules);
    }

    /// <summary>Says on the error stream what is traced.</summary>
    /// <param name="level">0 for nothing.</param>
    /// <param name="alsoToStdout">Whether it goes to the standard output as well.</param>
    /// <remarks>Mirrors paddle.jit.set_verbosity.</remarks>
    public static void SetVerbosity(int level = 0, bool alsoToStdout = false) => TraceLog.Verbosity = (level, alsoToStdout);

    /// <summary>Prints every program that is traced on the error stream.</summary>
    /// <param name="level">0 for none.</param>
    /// <param name="alsoToStdout">Whether it goes to the standard output as well.</param>
    /// <remarks>Mirrors paddle.jit.set_code_level.</remarks>
    public static void SetCodeLevel(int level = 100, bool alsoToStdout = false) => TraceLog.Code = (level, alsoToStdout);

    /// <summary>A condition as programs need it: one bool. The code that the source generator writes calls it.</summary>
    /// <param name="condition">A tensor of one element; numbers other than 0 are true.</param>
    [EditorBrowsable(EditorBrowsableState.Advanced)]
    public static Tensor IsTrue(Tensor condition) => condition.DType == DType.Bool ? condition : condition.Cast(DType.Bool);

    internal static bool IsIgnored(Type type)
    {
        lock (Ignored)
            return Ignored.Contains(type.Assembly);
    }

    private static StaticFunction Make(Delegate function, Func<Tensor[], Tensor[]> body, InputSpec[]? specs) => new(function.Method.Name, body, body, Given(specs));

    private static void RequireBackend(string? backend)
    {
        if (!string.IsNullOrEmpty(backend))
            throw new InvalidArgumentException($"ToStatic: the backend '{backend}' is not there.", null, "Leave it out: programs are compiled by the one that is built in.");
    }

    private static InputSpec[]? Given(InputSpec[]? specs) => specs is { Length: > 0 } ? specs : null;

    private static Tensor[] One(Tensor[] inputs, int count, Delegate function)
        => inputs.Length == count ? inputs : throw new InvalidArgumentException($"{function.Method.Name}: {inputs.Length} inputs were given.", $"It takes {count}.");
}
