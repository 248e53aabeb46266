using Trireme.Static;

namespace Trireme.Operators;

/// <summary>Stops the run with an error unless Cond is true; the error shows Data.</summary>
/// <param name="Summarize">How many elements of each tensor are shown; all where negative.</param>
[Op("assert", "Cond, Data* -> ", NoGradient = "It has no result.")]
public sealed record AssertOp(int Summarize = -1) : ScopeOp
{
    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        string name = run.Operator.Input("Cond")[0];
        if (!Truth.Of(run.In("Cond"), "assert", name))
            throw Failure(name, run.Operator.Input("Data").Select((n, i) => (n, run.In("Data", i))));
    }

    /// <summary>The error of a condition that does not hold.</summary>
    internal PreconditionNotMetException Failure(string name, IEnumerable<(string Name, Tensor Value)> data)
    {
        var print = new PrintOp(Summarize: Summarize, PrintTensorLayout: false, PrintTensorLod: false);
        return new($"The condition variable '{name}' of Assert must be true, but it is false.", string.Concat(data.Select(d => print.Text(d.Value, d.Name))).TrimEnd());
    }
}

/// <summary>Out = whether X has no element, one bool.</summary>
[Op("is_empty", "X -> Out", NoGradient = "Its result is a bool.")]
public sealed record IsEmptyOp : ScopeOp
{
    /// <inheritdoc/>
    public override void Run(ScopeRun run) => run.Out("Out", Tensor.From<bool>([run.In("X").Size == 0], default));
}
