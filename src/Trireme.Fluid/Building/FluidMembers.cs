using Trireme.NN;
using Trireme.Operators;
using Trireme.Static;

namespace Trireme.Fluid;

/// <summary>What classes of programs had in 1.5 under other names, or with other parameters, than later.</summary>
public static class FluidMembers
{
    /// <summary>Runs a program.</summary>
    /// <param name="executor">The executor.</param>
    /// <param name="program">The program; the default one where null.</param>
    /// <param name="feed">The inputs by name.</param>
    /// <param name="fetchList">What to return.</param>
    /// <param name="feedVarName">Kept for Paddle's signature: inputs are known by their own names.</param>
    /// <param name="fetchVarName">Kept for Paddle's signature.</param>
    /// <param name="scope">Where parameters are; the current scope where null.</param>
    /// <param name="returnNumpy">Kept for Paddle's signature: tensors give arrays with ToArray.</param>
    /// <param name="useProgramCache">Kept for Paddle's signature: what is found out about a program is always kept for its next run.</param>
    /// <exception cref="InvalidArgumentException">A feed or fetch is no variable of the program, or what is fed does not fit.</exception>
    /// <remarks>Mirrors fluid.Executor.run.</remarks>
    public static Tensor[] Run(this Executor executor, Program? program = null, IReadOnlyDictionary<string, Tensor>? feed = null,
        IReadOnlyList<FetchTarget>? fetchList = null, string feedVarName = "feed", string fetchVarName = "fetch",
        Scope? scope = null, bool returnNumpy = true, bool useProgramCache = false)
    {
        ArgumentNullException.ThrowIfNull(executor);
        return executor.Run(program, feed, fetchList, scope);
    }

    /// <summary>The gradients of a loss: the first half of Minimize.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="startupProgram">The program that gives first values; the current one where null.</param>
    /// <param name="parameterList">What to train; all where null.</param>
    /// <param name="noGradSet">Variables where gradients stop.</param>
    /// <param name="callbacks">Called with the block after each operator of the backward part.</param>
    /// <returns>Parameters with their gradients.</returns>
    /// <remarks>Mirrors fluid.optimizer.Optimizer.backward.</remarks>
    public static IReadOnlyList<(Parameter Param, Tensor Grad)> Backward(this Optimizers.Optimizer optimizer, Tensor loss, Program? startupProgram = null,
        IReadOnlyCollection<Parameter>? parameterList = null, IEnumerable<Variable>? noGradSet = null, IReadOnlyList<Action<Block>>? callbacks = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return optimizer.Backward(loss, startupProgram, parameters: parameterList, noGradSet, callbacks);
    }

    /// <summary>Updates parameters along gradients: the second half of Minimize.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="loss">The loss that the gradients are of.</param>
    /// <param name="startupProgram">Receives the first values of the optimizer's state; the current one where null.</param>
    /// <param name="paramsGrads">Parameters with their gradients.</param>
    /// <remarks>Mirrors fluid.optimizer.Optimizer.apply_optimize.</remarks>
    public static void ApplyOptimize(this Optimizers.Optimizer optimizer, Tensor loss, Program? startupProgram,
        IReadOnlyList<(Parameter Param, Tensor Grad)> paramsGrads)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (loss is Variable variable)
            Optimizers.StaticMinimize.Apply(optimizer, variable.Block.Program, startupProgram, paramsGrads);
        else
            optimizer.ApplyGradients(paramsGrads);
    }

    /// <summary>Gradients and updates, with the gradients limited between.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="loss">The loss; in eager mode Backward has been called on it before.</param>
    /// <param name="startupProgram">Receives the first values of the optimizer's state; the current one where null.</param>
    /// <param name="parameterList">What to train; all where null.</param>
    /// <param name="noGradSet">Variables where gradients stop.</param>
    /// <param name="gradClip">The limit, one of <see cref="DygraphGradClip"/>; none where null.</param>
    /// <returns>The parameters with the gradients used.</returns>
    /// <remarks>Mirrors fluid.optimizer.Optimizer.minimize.</remarks>
    public static IReadOnlyList<(Parameter Param, Tensor Grad)> Minimize(this Optimizers.Optimizer optimizer, Tensor loss, Program? startupProgram = null,
        IReadOnlyCollection<Parameter>? parameterList = null, IEnumerable<Variable>? noGradSet = null, ClipGradBase? gradClip = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        IReadOnlyList<(Parameter Param, Tensor Grad)> paramsGrads = optimizer.Backward(loss, startupProgram, parameters: parameterList, noGradSet);
        if (gradClip is not null)
        {
            using var guard = loss is Variable variable ? new ProgramGuard(variable.Block.Program) : null;
            using Recorder.RoleScope role = Recorder.As(OpRole.Optimize);
            paramsGrads = gradClip.Call(paramsGrads);
        }
        optimizer.ApplyOptimize(loss, startupProgram, paramsGrads);
        return paramsGrads;
    }

    /// <summary>The names of the states that the optimizer has made for its parameters.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <remarks>Mirrors fluid.optimizer.Optimizer.get_opti_var_name_list.</remarks>
    public static IReadOnlyList<string> GetOptiVarNameList(this Optimizers.Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return optimizer.AccumulatorNames;
    }

    /// <summary>Goes on where the optimizer stood whose state was written.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="statDict">Its state, as <see cref="Dygraph.LoadPersistables"/> gives it.</param>
    /// <remarks>Mirrors fluid.optimizer.Optimizer.load.</remarks>
    public static void Load(this Optimizers.Optimizer optimizer, IEnumerable<KeyValuePair<string, object?>> statDict)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        optimizer.SetStateDict(statDict);
    }

    /// <summary>The gradient that Backward computed, or null.</summary>
    /// <param name="x">The tensor.</param>
    /// <remarks>Mirrors fluid.framework.Variable.gradient.</remarks>
    public static Tensor? Gradient(this Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Grad;
    }

    /// <summary>Computes the gradients of what the tensor was computed from.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="backwardStrategy">How.</param>
    /// <remarks>Mirrors fluid.framework.Variable.backward.</remarks>
    public static void Backward(this Tensor x, Dygraph.BackwardStrategy backwardStrategy)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(backwardStrategy);
        x.Backward();
    }

    /// <summary>Takes the values, the shape and the element type of an array.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="array">Numbers or bools; they are copied.</param>
    /// <param name="place">Where the values are to lie; the CPU where null.</param>
    /// <exception cref="InvalidArgumentException">The elements are no numbers, or nested arrays differ in length.</exception>
    /// <remarks>Mirrors fluid.Tensor.set: <c>scope.FindVar(name).GetTensor().Set(array, place)</c>.</remarks>
    public static void Set(this Tensor x, Array array, Place? place = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Recorder.Mode eager = Recorder.Suspend();
        Tensor values = Paddle.ToTensor(array);
        if (values.Shape == x.Shape && values.DType == x.DType)
            x.SetValue(values);
        else
            x.Rebind(values);
    }
}
