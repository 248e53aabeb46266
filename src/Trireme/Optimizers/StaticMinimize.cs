using Trireme.NN;
using Trireme.Static;

namespace Trireme.Optimizers;

/// <summary>Appends a training step to a program: gradients, then updates.</summary>
internal static class StaticMinimize
{
    public static IReadOnlyList<(Parameter Param, Tensor Grad)> Run(Optimizer optimizer, Variable loss, Program? startup, IReadOnlyCollection<Parameter>? parameters, IEnumerable<Variable> noGradSet)
    {
        List<(Parameter Param, Tensor Grad)> paramsGrads = Gradients(optimizer, loss, startup, parameters, noGradSet, null);
        Apply(optimizer, loss.Latest.Block.Program, startup, paramsGrads);
        return paramsGrads;
    }

    /// <summary>Appends the gradients of a loss and returns those of what the optimizer trains.</summary>
    public static List<(Parameter Param, Tensor Grad)> Gradients(Optimizer optimizer, Variable loss, Program? startup, IReadOnlyCollection<Parameter>? parameters, IEnumerable<Variable> noGradSet,
        IReadOnlyList<Action<Block>>? callbacks)
    {
        if (loss.Shape.IsKnown && loss.Shape.Numel != 1)
            throw new InvalidArgumentException($"Minimize: the loss '{loss.Name}' has the shape {loss.Shape}.", "It must have one element.", "Take its mean: Paddle.Mean(loss).");
        Program program = loss.Latest.Block.Program;
        using var guard = new ProgramGuard(program, startup);
        using Recorder.Mode on = Recorder.Set(on: true);
        Dictionary<string, Variable> grads = Backward.Append([loss], [], null, noGradSet.Select(v => v.Name), callbacks);
        List<(Parameter Param, Tensor Grad)> paramsGrads = [];
        foreach (Variable variable in program.AllParameters())
        {
            if (variable.Value is Parameter { Trainable: true } parameter && grads.TryGetValue(variable.Name, out Variable? grad) && (parameters?.Contains(parameter) ?? true))
                paramsGrads.Add((parameter, grad));
        }
        if (optimizer.Parameters.Count > 0 && !optimizer.AdoptsParameters)
            paramsGrads.RemoveAll(p => !optimizer.Parameters.Contains(p.Param));
        if (paramsGrads.Count == 0)
        {
            throw new PreconditionNotMetException($"Minimize: there is nothing to train: '{loss.Name}' depends on no trainable parameter.",
                $"The program has {program.AllParameters().Count} parameters.", "Build the network and the loss in one program, before Minimize.");
        }
        return paramsGrads;
    }

    /// <summary>Appends the updates.</summary>
    public static void Apply(Optimizer optimizer, Program program, Program? startup, IReadOnlyList<(Parameter Param, Tensor Grad)> paramsGrads)
    {
        using var guard = new ProgramGuard(program, startup);
        using Recorder.Mode on = Recorder.Set(on: true);
        using Recorder.RoleScope role = Recorder.As(OpRole.Optimize);
        optimizer.Adopt(paramsGrads.Select(p => p.Param).ToArray());
        optimizer.Update(paramsGrads);
    }
}
