using Trireme.Operators;

namespace Trireme.Static;

/// <summary>What a <see cref="ScopeOp"/> sees while it runs: the values of its variables by slot, and a way to run blocks.</summary>
public sealed class ScopeRun
{
    internal ScopeRun(Operator op, Scope scope)
    {
        Operator = op;
        Scope = scope;
    }

    /// <summary>The operator with its variables' names.</summary>
    public Operator Operator { get; }

    /// <summary>The scope it runs in.</summary>
    public Scope Scope { get; }

    /// <summary>The tensor in an input slot.</summary>
    /// <param name="slot">The slot's name.</param>
    /// <param name="index">Which of the slot's variables.</param>
    /// <exception cref="PreconditionNotMetException">The variable has no value.</exception>
    public Tensor In(string slot, int index = 0) => In<Tensor>(slot, index);

    /// <summary>The value in an input slot.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="slot">The slot's name.</param>
    /// <param name="index">Which of the slot's variables.</param>
    /// <exception cref="PreconditionNotMetException">The variable has no value, or another kind of value.</exception>
    public T In<T>(string slot, int index = 0)
        where T : class
        => Find(slot, index) as T ?? throw new PreconditionNotMetException($"{Operator.Type}: the input {slot} '{Name(slot, index)}' has no value of the kind that is needed.",
            $"It is {Find(slot, index)?.GetType().Name ?? "empty"}; a {typeof(T).Name} is needed.", "Feed it, or run the startup program first.");

    /// <summary>The value in an input slot, or null.</summary>
    /// <param name="slot">The slot's name.</param>
    /// <param name="index">Which of the slot's variables.</param>
    public object? Find(string slot, int index = 0)
        => Operator.Input(slot) is { } names && index < names.Count ? Scope.FindVar(names[index])?.Value : null;

    /// <summary>The value that the variable in an output slot has so far, or null.</summary>
    /// <param name="slot">The slot's name.</param>
    /// <param name="index">Which of the slot's variables.</param>
    public object? Before(string slot, int index = 0)
        => Operator.Output(slot) is { } names && index < names.Count ? Scope.FindVar(names[index])?.Value : null;

    /// <summary>Gives the variable in an output slot its value.</summary>
    /// <param name="slot">The slot's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="index">Which of the slot's variables.</param>
    public void Out(string slot, object? value, int index = 0)
    {
        IReadOnlyList<string> names = Operator.Output(slot);
        if (index < names.Count)
            BlockRunner.Store(Operator.Block, Scope, names[index], value);
    }

    /// <summary>Runs a block of the program in a scope.</summary>
    /// <param name="index">The block's number.</param>
    /// <param name="scope">The scope.</param>
    public void RunBlock(int index, Scope scope) => BlockRunner.Run(Operator.Block.Program.Block(index), scope);

    private string Name(string slot, int index) => Operator.Input(slot) is { } names && index < names.Count ? names[index] : "";
}
