using Trireme.NN;
using Trireme.Static;

namespace Trireme.Optimizers;

/// <summary>Appends a training step to a program: gradients, then updates.</summary>
internal static class StaticMinimize
{
    public static IReadOnlyList<(Parameter Param, Tensor Grad)> Run(Optimizer optimizer, Variable loss, Program? startup, IReadOnlyCollection<Parameter>? parameters, IEnumerable<Variable> noGradSet)
    {
        if (loss.Shape.IsKnown && loss.Shape.Numel != 1)
            throw new InvalidArgumentException($"Minimize: the loss '{loss.Name}' has the shape {loss.Shape}.", "It must have one element.", "Take its mean: Paddle.Mean(loss).");
        Program program = loss.Latest.Block.Program;
        using var guard = new ProgramGuard(program, startup);
        using Recorder.Mode on = Recorder.Set(on: true);
        Dictionary<string, Variable> grads = Backward.Append([loss], [], null, noGradSet.Select(v => v.Name));
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
        optimizer.Adopt(paramsGrads.ConvertAll(p => p.Param));
        OpRole before = Recorder.Role;
        Recorder.Role = OpRole.Optimize;
        try
        {
            optimizer.ApplyGradients(paramsGrads);
        }
        finally
        {
            Recorder.Role = before;
        }
        return paramsGrads;
    }
}
