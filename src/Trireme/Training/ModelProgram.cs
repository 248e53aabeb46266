using Trireme.Optimizers;
using Trireme.Static;

namespace Trireme.Training;

/// <summary>A batch of a model as one program, for one kind of inputs.</summary>
internal sealed class ModelProgram
{
    private readonly ConcreteProgram _traced;
    private readonly Program _program;
    private readonly FetchTarget[] _results;
    private readonly int _losses;

    /// <summary>The program of a traced network and its losses.</summary>
    /// <param name="traced">Its outputs are the losses, then what the network returned.</param>
    /// <param name="losses">The number of losses.</param>
    /// <param name="optimizer">Its updates become part of the program; null for a program of inference.</param>
    public ModelProgram(ConcreteProgram traced, int losses, Optimizer? optimizer)
    {
        (_traced, _losses) = (traced, losses);
        _results = traced.Outputs.Select(o => (FetchTarget)o).ToArray();
        if (optimizer is null)
        {
            _program = traced.MainProgram.Clone(forTest: true);
            return;
        }
        _program = traced.MainProgram;
        using var guard = new ProgramGuard(_program, traced.StartupProgram);
        Tensor total = traced.Outputs.Take(losses).Aggregate((Tensor a, Tensor b) => a + b);
        optimizer.Minimize(total);
    }

    /// <summary>Whether the program computes what the model would compute for these fields now.</summary>
    public bool Fits(Tensor[] fields) => _traced.Fits(fields);

    /// <summary>Makes a scope hold the tensors themselves that the program's variables stand for.</summary>
    public void Bind(Scope scope)
    {
        foreach (Variable variable in Bound)
            scope.Local(variable.Name).Value = variable.Value;
    }

    /// <summary>The names of those variables.</summary>
    public IEnumerable<string> BoundNames => Bound.Select(v => v.Name);

    private IEnumerable<Variable> Bound => _program.ListVars().Where(v => v.Value is not null && !v.IsConstant);

    public (Tensor[] Outputs, Tensor[] Losses) Run(Executor executor, Scope scope, Tensor[] fields)
    {
        var feed = new Dictionary<string, Tensor>(fields.Length);
        for (int i = 0; i < fields.Length; i++)
            feed[_traced.Inputs[i].Name] = fields[i];
        Tensor[] results = executor.Run(_program, feed, _results, scope);
        return (results[_losses..], results[.._losses]);
    }
}
