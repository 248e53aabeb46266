using Trireme.Programs;

namespace Trireme.Static;

/// <summary>The functions of paddle.static: building programs.</summary>
public static partial class Static
{
    /// <summary>The program that operators on variables are appended to on this thread.</summary>
    /// <remarks>Mirrors paddle.static.default_main_program.</remarks>
    public static Program DefaultMainProgram() => Recorder.Main;

    /// <summary>The program that receives the operators which give parameters their first values, on this thread.</summary>
    /// <remarks>Mirrors paddle.static.default_startup_program.</remarks>
    public static Program DefaultStartupProgram() => Recorder.Startup;

    /// <summary>The scope that executors use unless told otherwise.</summary>
    /// <remarks>Mirrors paddle.static.global_scope.</remarks>
    public static Scope GlobalScope() => Scope.Global;

    /// <summary>Declares an input of the current program; the executor's feed gives it values.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its dimensions; -1 where any size will do.</param>
    /// <param name="dtype">Its element type; the default type where null.</param>
    /// <param name="lodLevel">On how many levels its rows belong to sequences.</param>
    /// <exception cref="InvalidArgumentException">The name is declared with another shape or element type.</exception>
    /// <remarks>Mirrors paddle.static.data.</remarks>
    public static Variable Data(string name, Shape shape, DType? dtype = null, int lodLevel = 0)
    {
        Variable variable = Recorder.Main.GlobalBlock().CreateVar(name, shape, dtype ?? Paddle.GetDefaultDtype(), lodLevel: lodLevel, stopGradient: true);
        variable.IsData = true;
        variable.NeedCheckFeed = true;
        return variable;
    }

    /// <summary>Appends the operators that compute the gradients of a loss with respect to the program's parameters.</summary>
    /// <param name="loss">The loss; one element.</param>
    /// <param name="parameterList">The parameters; all trainable ones where null.</param>
    /// <param name="noGradSet">Variables where gradients stop.</param>
    /// <param name="callbacks">Called with the block after each operator of the backward part.</param>
    /// <param name="checkpoints">Kept for Paddle's signature: gradients are the same; nothing is computed twice to save memory.</param>
    /// <param name="distopContext">Kept for Paddle's signature.</param>
    /// <returns>The parameters with their gradients.</returns>
    /// <remarks>Mirrors paddle.static.append_backward.</remarks>
    public static IReadOnlyList<(Variable Param, Variable Grad)> AppendBackward(Tensor loss, IReadOnlyList<FetchTarget>? parameterList = null, IReadOnlyList<FetchTarget>? noGradSet = null,
        IReadOnlyList<Action<Block>>? callbacks = null, IReadOnlyList<FetchTarget>? checkpoints = null, object? distopContext = null)
    {
        Variable variable = Require(loss, "AppendBackward", "the loss");
        Program program = variable.Block.Program;
        string[]? wanted = parameterList?.Select(p => p.Name).ToArray();
        Dictionary<string, Variable> found = Backward.Append([variable], [], wanted, (noGradSet ?? []).Select(n => n.Name), callbacks);
        return (wanted ?? program.AllParameters().Select(p => p.Name)).Where(found.ContainsKey).Select(n => (program.GlobalBlock().Var(n), found[n])).ToArray();
    }

    /// <summary>Appends the operators that compute gradients of targets with respect to inputs.</summary>
    /// <param name="targets">What is differentiated; their sum where there are several.</param>
    /// <param name="inputs">With respect to what.</param>
    /// <param name="targetGradients">dLoss/dtarget; ones where null.</param>
    /// <param name="noGradSet">Variables where gradients stop.</param>
    /// <returns>One gradient an input; null where the targets do not depend on it.</returns>
    /// <remarks>Mirrors paddle.static.gradients.</remarks>
    public static Variable?[] Gradients(IReadOnlyList<Tensor> targets, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?>? targetGradients = null, IReadOnlyList<FetchTarget>? noGradSet = null)
    {
        if (targets.Count == 0 || inputs.Count == 0)
            throw new InvalidArgumentException($"Gradients: {targets.Count} targets and {inputs.Count} inputs were given.", null, "Give at least one of each.");
        Variable[] variables = targets.Select(t => Require(t, "Gradients", "a target")).ToArray();
        string[] names = inputs.Select(i => ((FetchTarget)i).Name).ToArray();
        Dictionary<string, Variable> found = Backward.Append(variables, (targetGradients ?? []).Select(g => g as Variable).ToArray(), names, (noGradSet ?? []).Select(n => n.Name));
        return names.Select(n => found.GetValueOrDefault(n)).ToArray();
    }

    /// <summary>Makes a variable that outlives runs and has one value everywhere at first.</summary>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="value">Its first value.</param>
    /// <param name="dtype">Its element type.</param>
    /// <param name="persistable">Whether it is saved with the parameters.</param>
    /// <param name="forceCpu">Kept for Paddle's signature.</param>
    /// <param name="name">Its name; made unique where null.</param>
    /// <remarks>Mirrors paddle.static.create_global_var.</remarks>
    public static Variable CreateGlobalVar(Shape shape, double value, DType dtype, bool persistable = false, bool forceCpu = false, string? name = null)
    {
        using Recorder.Mode on = Recorder.Set(on: true);
        Tensor tensor;
        using (Recorder.Suspend())
            tensor = Paddle.Full(shape, value, dtype);
        tensor.Persistable = true;
        tensor.Name = name ?? UniqueName.Generate("global_var");
        StartupValue.Note(tensor, value);
        return Recorder.Main.Capture(tensor);
    }

    private static Variable Require(Tensor tensor, string function, string what)
        => (tensor as Variable)?.Latest ?? throw new InvalidArgumentException($"{function}: {what} is a tensor with values, not a variable of a program.", null,
            "Compute it from variables made by Static.Data.");
}
