using Trireme.Operators;

namespace Trireme;

/// <summary>One step of a long short-term memory, with peepholes or without.</summary>
internal sealed class LstmSteps
{
    private readonly Tensor _bias;
    private readonly Tensor[]? _peepholes;
    private readonly string _gate, _cell, _candidate;

    public LstmSteps(ComposeContext c, int width, bool usePeepholes, string gate, string cell, string candidate)
    {
        (_gate, _cell, _candidate) = (gate, cell, candidate);
        Tensor bias = c["Bias"].Reshape([1, -1]);
        _bias = usePeepholes ? bias.Slice(1, 0, 4 * width) : bias;
        _peepholes = usePeepholes ? bias.Slice(1, 4 * width, 7 * width).Split(3, 1) : null;
    }

    public float CellClip { get; init; }

    public (Tensor Hidden, Tensor Cell) Step(Tensor x, Tensor state, Tensor cell, Tensor weight)
    {
        Tensor[] parts = (x + state.Matmul(weight) + _bias).Split(4, 1);
        Tensor input = parts[1], forget = parts[2], output = parts[3];
        if (_peepholes is { } p)
            (input, forget) = (input + (cell * p[0]), forget + (cell * p[1]));
        Tensor next = (Activate(_candidate, parts[0]) * Activate(_gate, input)) + (cell * Activate(_gate, forget));
        if (CellClip > 0)
            next = next.Clip(-CellClip, CellClip);
        if (_peepholes is { } q)
            output += next * q[2];
        return (Activate(_gate, output) * Activate(_cell, next), next);
    }

    public static Tensor Activate(string name, Tensor x) => name is "identity" or "linear" or "" ? x : ActivationByName.Apply(name, x);
}
