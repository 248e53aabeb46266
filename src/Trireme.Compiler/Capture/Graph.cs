namespace Trireme.Compiler.Capture;

/// <summary>A plan that is being made: primitive operators over tensors of known shapes, in order.</summary>
internal sealed class Graph
{
    public List<GraphStep> Steps { get; set; } = [];

    /// <summary>
    /// All inputs, also those that no operator reads: the shapes of such an input may have become constants.
    /// </summary>
    public List<GraphValue> Feeds { get; } = [];

    /// <summary>What was found in the scope, by the name there.</summary>
    public Dictionary<string, Tensor> Found { get; init; } = [];

    /// <summary>The results in the caller's order; one value may be wanted twice.</summary>
    public List<GraphValue> Fetches { get; } = [];

    /// <summary>Where the only reader of a step's first result stands; -1 where there are several or none, or where the result is wanted outside as well.</summary>
    /// <param name="index">The step.</param>
    /// <param name="uses">How often each value is read.</param>
    public int OnlyReader(int index, Dictionary<GraphValue, int> uses)
        => Steps[index].Outputs[0] is { IsTemporary: true, IsFetched: false } result && uses.GetValueOrDefault(result) == 1
            ? Steps.FindIndex(index + 1, s => s.Inputs.Contains(result)) : -1;

    /// <summary>How many inputs read each value; being wanted counts as one.</summary>
    public Dictionary<GraphValue, int> CountUses()
    {
        var uses = new Dictionary<GraphValue, int>(ReferenceEqualityComparer.Instance);
        foreach (GraphValue value in Steps.SelectMany(s => s.Inputs).OfType<GraphValue>().Concat(Fetches))
            uses[value] = uses.GetValueOrDefault(value) + 1;
        return uses;
    }
}
