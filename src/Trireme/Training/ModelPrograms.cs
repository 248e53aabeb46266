using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Static;

namespace Trireme.Training;

/// <summary>
/// The batches of a model as programs: a whole training step, updates included, in one; the network in inference mode, with and without the loss,
/// in others. All are run over the network's own parameters and the optimizer's own state.
/// </summary>
internal sealed class ModelPrograms(Layer network, InputSpec[]? inputs, InputSpec[]? labels)
{
    // Data of ever new shapes must not fill the memory with programs.
    private const int MostPrograms = 64;
    private readonly Executor _executor = new();

    // Not the process scope: two networks may have parameters of the same names.
    private readonly Scope _scope = new();
    private readonly Dictionary<Purpose, List<ModelProgram>> _programs = [];
    private StaticFunction? _gradients;

    // Of the function with gradients: known since it was traced.
    private int _losses;

    private enum Purpose
    {
        Train,
        Evaluate,
        Predict,
    }

    /// <summary>Another loss or optimizer needs other programs.</summary>
    public void Forget()
    {
        foreach (Purpose purpose in (Purpose[])[Purpose.Train, Purpose.Evaluate])
        {
            if (_programs.Remove(purpose, out List<ModelProgram>? gone))
                Unbind(gone);
        }
        _gradients = null;
    }

    /// <summary>Forward, loss, gradients and updates, as one program.</summary>
    public (Tensor[] Outputs, Tensor[] Losses) Train(Tensor[] given, Tensor[] wanted, LossFunction loss, Optimizer optimizer)
    {
        ModelProgram program = Find(Purpose.Train, given, wanted, loss, optimizer);
        (Tensor[], Tensor[]) results = program.Run(_executor, _scope, [.. given, .. wanted]);
        optimizer.Scheduler?.Applied();
        return results;
    }

    /// <summary>Forward and loss as one program, a step on the tape: for gradients that are added up over several batches.</summary>
    public (Tensor[] Outputs, Tensor[] Losses) OnTape(Tensor[] given, Tensor[] wanted, LossFunction loss)
    {
        if (_gradients is null)
        {
            Func<Tensor[], Tensor[]> step = all => Step(all, given.Length, loss, out _losses);
            _gradients = new StaticFunction(network.GetType().Name, step, step, Specs(given, wanted));
        }
        Tensor[] results = _gradients.Call([.. given, .. wanted]);
        return (results[_losses..], results[.._losses]);
    }

    /// <summary>The network, and the loss where there is one, in inference mode.</summary>
    public (Tensor[] Outputs, Tensor[] Losses) Infer(Tensor[] given, Tensor[] wanted, LossFunction? loss)
        => Find(loss is null ? Purpose.Predict : Purpose.Evaluate, given, wanted, loss, null).Run(_executor, _scope, loss is null ? given : [.. given, .. wanted]);

    private ModelProgram Find(Purpose purpose, Tensor[] given, Tensor[] wanted, LossFunction? loss, Optimizer? optimizer)
    {
        if (!_programs.TryGetValue(purpose, out List<ModelProgram>? known))
            _programs[purpose] = known = [];
        Tensor[] all = loss is null ? given : [.. given, .. wanted];
        if (known.Find(p => p.Fits(all)) is { } found)
            return found;
        if (known.Count == MostPrograms)
        {
            ModelProgram oldest = known[0];
            known.RemoveAt(0);
            Unbind([oldest]);
        }
        int losses = 0;
        Func<Tensor[], Tensor[]> function = loss is null ? network.Call : fields => Step(fields, given.Length, loss, out losses);
        ConcreteProgram traced = ConcreteProgram.Trace(network.GetType().Name, function, Specs(given, loss is null ? [] : wanted));
        var made = new ModelProgram(traced, losses, optimizer);
        made.Bind(_scope);
        known.Add(made);
        return made;
    }

    // A program has values of its own, such as its learning rate: they go with it.
    private void Unbind(IEnumerable<ModelProgram> gone)
    {
        HashSet<string> used = [.. _programs.Values.SelectMany(p => p).SelectMany(p => p.BoundNames)];
        foreach (string name in gone.SelectMany(p => p.BoundNames).Where(n => !used.Contains(n)))
            _scope.Drop(name);
    }

    private Tensor[] Step(Tensor[] all, int count, LossFunction loss, out int number)
    {
        Tensor[] outputs = network.Call(all[..count]);
        Tensor[] losses = loss.Compute(outputs, all[count..]);
        number = losses.Length;
        return [.. losses, .. outputs];
    }

    private InputSpec[] Specs(Tensor[] given, Tensor[] wanted) => [.. Specs(inputs, given, "input"), .. Specs(wanted.Length == 0 ? null : labels, wanted, "label")];

    // Sizes are the specification's; the element type is the data's, as in eager mode, where a specification is not looked at.
    private static InputSpec[] Specs(InputSpec[]? specs, Tensor[] given, string what)
    {
        if (specs is not null && specs.Length != given.Length)
            throw new InvalidArgumentException($"Model: {given.Length} {what}s were given.", $"{specs.Length} were specified.", "Let the dataset return what the model's InputSpecs say.");
        for (int i = 0; i < given.Length; i++)
        {
            if (specs is not null && !ConcreteProgram.Fits(new InputSpec(specs[i].Shape, given[i].DType), given[i]))
            {
                throw new InvalidArgumentException($"Model: {what} {i} does not fit its InputSpec.", $"It is {given[i].Shape}; {specs[i].Shape} was specified.",
                    "Use -1 for a dimension of any size.");
            }
        }
        return given.Select((t, i) => new InputSpec(specs?[i].Shape ?? t.Shape, t.DType, specs?[i].Name ?? $"{what}_{i}")).ToArray();
    }
}
