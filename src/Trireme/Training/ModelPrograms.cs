using Trireme.NN;
using Trireme.Static;

namespace Trireme.Training;

/// <summary>The batches of a model as programs: network and loss in one, the network alone in the other.</summary>
internal sealed class ModelPrograms(Layer network, InputSpec[]? inputs, InputSpec[]? labels)
{
    private StaticFunction? _network, _withLoss;
    private int _losses;

    /// <summary>Another loss needs another program.</summary>
    public void Forget() => _withLoss = null;

    public (Tensor[] Outputs, Tensor[] Losses) Run(Tensor[] given, Tensor[] wanted, LossFunction? loss)
    {
        if (loss is null)
        {
            _network ??= Make(network.Call, given, []);
            return (_network.Call(given), []);
        }
        _withLoss ??= Make(all => Step(all, given.Length, loss), given, wanted);
        Tensor[] results = _withLoss.Call([.. given, .. wanted]);
        return (results[_losses..], results[.._losses]);
    }

    private Tensor[] Step(Tensor[] all, int count, LossFunction loss)
    {
        Tensor[] outputs = network.Call(all[..count]);
        Tensor[] losses = loss.Compute(outputs, all[count..]);
        _losses = losses.Length;
        return [.. losses, .. outputs];
    }

    private StaticFunction Make(Func<Tensor[], Tensor[]> function, Tensor[] given, Tensor[] wanted)
        => new(network.GetType().Name, function, function, [.. Specs(inputs, given, "input"), .. Specs(wanted.Length == 0 ? null : labels, wanted, "label")]);

    // Sizes are the specification's; the element type is the data's, as in eager mode, where a specification is not looked at.
    private static InputSpec[] Specs(InputSpec[]? specs, Tensor[] given, string what)
    {
        if (specs is not null && specs.Length != given.Length)
            throw new InvalidArgumentException($"Model: {given.Length} {what}s were given.", $"{specs.Length} were specified.", "Let the dataset return what the model's InputSpecs say.");
        return given.Select((t, i) => new InputSpec(specs?[i].Shape ?? t.Shape, t.DType, specs?[i].Name ?? $"{what}_{i}")).ToArray();
    }
}
