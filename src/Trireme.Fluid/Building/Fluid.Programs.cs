using Trireme.NN;
using Trireme.Programs;
using Trireme.Regularizers;
using Trireme.Static;
using Graph = Trireme.Static.Static;

namespace Trireme.Fluid;

/// <content>Programs, places and scopes.</content>
public static partial class Fluid
{
    /// <summary>The program that layers are appended to on this thread.</summary>
    /// <remarks>Mirrors fluid.default_main_program.</remarks>
    public static Program DefaultMainProgram() => Graph.DefaultMainProgram();

    /// <summary>The program that gives parameters their first values, on this thread.</summary>
    /// <remarks>Mirrors fluid.default_startup_program.</remarks>
    public static Program DefaultStartupProgram() => Graph.DefaultStartupProgram();

    /// <summary>An empty program.</summary>
    /// <remarks>Mirrors fluid.Program.</remarks>
    public static Program Program() => new();

    /// <summary>Until the result is disposed, layers are appended to these programs.</summary>
    /// <param name="mainProgram">Receives the layers.</param>
    /// <param name="startupProgram">Receives what gives parameters their first values; the current one where null.</param>
    /// <remarks>Mirrors fluid.program_guard.</remarks>
    public static ProgramGuard ProgramGuard(Program mainProgram, Program? startupProgram = null) => new(mainProgram, startupProgram);

    /// <summary>An empty scope.</summary>
    /// <remarks>Mirrors fluid.Scope.</remarks>
    public static Scope Scope() => new();

    /// <summary>Until the result is disposed, executors on this thread use another scope.</summary>
    /// <param name="scope">The scope.</param>
    /// <remarks>Mirrors fluid.scope_guard.</remarks>
    public static ScopeGuard ScopeGuard(Scope scope) => new(scope);

    /// <summary>The scope that executors use on this thread.</summary>
    /// <remarks>Mirrors fluid.global_scope.</remarks>
    public static Scope GlobalScope() => Trireme.Static.Scope.Global;

    /// <summary>Runs programs.</summary>
    /// <param name="place">Where; the CPU where null.</param>
    /// <remarks>Mirrors fluid.Executor.</remarks>
    public static Executor Executor(Place? place = null) => new(place);

    /// <summary>The CPU.</summary>
    /// <remarks>Mirrors fluid.CPUPlace.</remarks>
    public static Place CPUPlace() => Place.Cpu;

    /// <summary>The places of a data-parallel program on the CPU.</summary>
    /// <param name="deviceCount">How many; the environment variable CPU_NUM where null, 1 where that is not set.</param>
    /// <exception cref="InvalidArgumentException">The number is below 1.</exception>
    /// <remarks>Mirrors fluid.cpu_places.</remarks>
    public static IReadOnlyList<Place> CpuPlaces(int? deviceCount = null)
    {
        int count = deviceCount ?? CpuNum.FromEnvironment();
        Reader.RequirePositive(count, "CpuPlaces", "deviceCount");
        return Enumerable.Repeat(Place.Cpu, count).ToArray();
    }

    /// <summary>A program that may run on several places at once.</summary>
    /// <param name="program">The program.</param>
    /// <remarks>Mirrors fluid.CompiledProgram.</remarks>
    public static CompiledProgram CompiledProgram(Program program) => new(program);

    /// <summary>How a parameter is made and trained.</summary>
    /// <param name="name">Its name; made unique from the layer's where null. One name is one parameter.</param>
    /// <param name="initializer">How its values are made; the layer's default where null.</param>
    /// <param name="learningRate">A factor on the optimizer's rate.</param>
    /// <param name="regularizer">Its own penalty; the optimizer's where null.</param>
    /// <param name="trainable">Whether it is trained.</param>
    /// <param name="gradientClip">How its gradient is limited, one of <see cref="Clip"/>; as the optimizer's program says where null.</param>
    /// <param name="doModelAverage">Whether <see cref="ModelAverage"/> includes it.</param>
    /// <remarks>Mirrors fluid.ParamAttr. A limit for all parameters is set by <see cref="Clip.SetGradientClip"/>.</remarks>
    public static ParamAttr ParamAttr(string? name = null, NN.Initializers.Initializer? initializer = null, double learningRate = 1.0,
        WeightDecayRegularizer? regularizer = null, bool trainable = true, ClipGradBase? gradientClip = null,
        bool doModelAverage = true)
        => new(name, initializer, learningRate, regularizer, trainable, doModelAverage) { GradientClip = gradientClip };

    /// <summary>Describes a weight that is computed of two parameters, its direction and its size: w = g · v / |v|.</summary>
    /// <param name="dim">The axis whose slices have sizes of their own; one size for all where null.</param>
    /// <param name="name">The weight's name; made unique from the layer's where null.</param>
    /// <param name="initializer">How the direction, and with it the weight, is made; the layer's default where null.</param>
    /// <param name="learningRate">A factor on the optimizer's rate, for both.</param>
    /// <param name="regularizer">The penalty of both; the optimizer's where null.</param>
    /// <param name="trainable">Whether they are trained.</param>
    /// <param name="gradientClip">How their gradients are limited; as the optimizer's program says where null.</param>
    /// <param name="doModelAverage">Whether <see cref="ModelAverage"/> includes them.</param>
    /// <remarks>Mirrors fluid.WeightNormParamAttr; Salimans and Kingma 2016.</remarks>
    public static WeightNormParamAttr WeightNormParamAttr(int? dim = null, string? name = null, NN.Initializers.Initializer? initializer = null, double learningRate = 1.0,
        WeightDecayRegularizer? regularizer = null, bool trainable = true, ClipGradBase? gradientClip = null, bool doModelAverage = false)
        => new(dim, name, initializer, learningRate, regularizer, trainable, doModelAverage) { GradientClip = gradientClip };

    /// <summary>An empty list of tensors, such as programs hold in variables of this type.</summary>
    /// <remarks>Mirrors fluid.LoDTensorArray: <c>scope.Var(name).Set(array)</c>.</remarks>
    public static TensorArray LoDTensorArray() => [];

    /// <summary>The gradients of targets with respect to inputs.</summary>
    /// <param name="targets">What is differentiated; their sum where there are several.</param>
    /// <param name="inputs">With respect to what.</param>
    /// <param name="targetGradients">dLoss/dtarget; ones where null.</param>
    /// <param name="noGradSet">Variables where gradients stop.</param>
    /// <remarks>Mirrors fluid.gradients.</remarks>
    public static Variable?[] Gradients(IReadOnlyList<Tensor> targets, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?>? targetGradients = null,
        IReadOnlyList<FetchTarget>? noGradSet = null)
        => Graph.Gradients(targets, inputs, targetGradients, noGradSet);

    /// <summary>Layers that are appended while the result is open carry a name in front.</summary>
    /// <param name="prefix">The name.</param>
    /// <remarks>Mirrors fluid.name_scope.</remarks>
    public static NameScope NameScope(string? prefix = null) => new(prefix ?? "");

    /// <summary>Whether calls run at once on this thread: inside <see cref="Dygraph.Guard"/>.</summary>
    /// <remarks>Mirrors fluid.in_dygraph_mode.</remarks>
    public static bool InDygraphMode() => BuildMode.IsDygraph;

    /// <summary>Accepted and not needed: executors plan the memory of every program before they run it a second time.</summary>
    /// <param name="inputProgram">The program.</param>
    /// <param name="skipOptSet">Kept for Paddle's signature.</param>
    /// <param name="printLog">Kept for Paddle's signature.</param>
    /// <param name="level">Kept for Paddle's signature; 0 or 1.</param>
    /// <param name="skipGrads">Kept for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">The level is neither 0 nor 1.</exception>
    /// <remarks>Mirrors fluid.memory_optimize.</remarks>
    public static void MemoryOptimize(Program? inputProgram = null, IReadOnlyCollection<string>? skipOptSet = null, bool printLog = false, int level = 0,
        bool skipGrads = true)
    {
        if (level is not (0 or 1))
            throw new InvalidArgumentException($"MemoryOptimize: the level {level} is not known.", "It is 0 or 1.");
    }

    /// <summary>Accepted and not needed: variables are given back as soon as nobody reads them.</summary>
    /// <param name="inputProgram">The program.</param>
    /// <param name="skipOptSet">Kept for Paddle's signature.</param>
    /// <remarks>Mirrors fluid.release_memory.</remarks>
    public static void ReleaseMemory(Program? inputProgram = null, IReadOnlyCollection<string>? skipOptSet = null)
    {
    }

    /// <summary>fluid.unique_name: names that do not repeat.</summary>
    public static class UniqueName
    {
        /// <summary>The next name that begins with <paramref name="key"/>.</summary>
        /// <param name="key">The beginning.</param>
        /// <remarks>Mirrors fluid.unique_name.generate.</remarks>
        public static string Generate(string key) => Programs.UniqueName.Generate(key);

        /// <summary>Takes another generator of names from now on.</summary>
        /// <param name="newGenerator">The generator, or what its names begin with; one whose numbers begin at 0 where null.</param>
        /// <returns>The generator before: switch back to it.</returns>
        /// <remarks>Mirrors fluid.unique_name.switch.</remarks>
        public static UniqueNameGenerator Switch(UniqueNameGenerator? newGenerator = null) => Programs.UniqueName.Switch(newGenerator);

        /// <summary>Numbers begin at 0 until the result is disposed: two programs built so have parameters of the same names, which share values.</summary>
        /// <param name="newGenerator">The generator to take instead, or what its names begin with.</param>
        /// <remarks>Mirrors fluid.unique_name.guard.</remarks>
        public static IDisposable Guard(UniqueNameGenerator? newGenerator = null) => Programs.UniqueName.Guard(newGenerator);
    }
}
