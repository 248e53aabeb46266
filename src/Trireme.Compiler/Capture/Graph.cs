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

    /// <summary>How many inputs read each value; being wanted counts as one.</summary>
    public Dictionary<GraphValue, int> CountUses()
    {
        var uses = new Dictionary<GraphValue, int>(ReferenceEqualityComparer.Instance);
        foreach (GraphValue value in Steps.SelectMany(s => s.Inputs).OfType<GraphValue>().Concat(Fetches))
            uses[value] = uses.GetValueOrDefault(value) + 1;
        return uses;
    }
}
