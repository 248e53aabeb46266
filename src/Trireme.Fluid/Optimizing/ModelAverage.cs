using Trireme.NN;
using Trireme.Operators;
using Trireme.Optimizers;
using Trireme.Static;
using Graph = Trireme.Static.Static;

namespace Trireme.Fluid;

/// <summary>Means of a program's parameters over the last updates: <c>using (average.Apply(executor)) { … }</c> evaluates with them.</summary>
/// <remarks>
/// Mirrors fluid.optimizer.ModelAverage. Make it after Minimize and before the startup program runs. The window is the share of all updates that the rate says,
/// within the limits; when it is full a new one begins, and the mean is over both.
/// </remarks>
public sealed class ModelAverage
{
    private readonly List<(Variable Param, Variable[] Sums, Variable[] Counts)> _averages = [];
    private readonly SwappedParameters _swapped = new(nameof(ModelAverage));

    /// <summary>Means of the parameters of the current program.</summary>
    /// <param name="averageWindowRate">The window as a share of all updates; at least 0.</param>
    /// <param name="minAverageWindow">The least window; at least 1.</param>
    /// <param name="maxAverageWindow">The largest window; at least the least.</param>
    /// <param name="regularization">Kept for Paddle's signature: means are not trained.</param>
    /// <param name="name">Kept for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">The rate or a window is out of its range.</exception>
    public ModelAverage(double averageWindowRate, int minAverageWindow = 10000, int maxAverageWindow = 10000, WeightDecay? regularization = null, string? name = null)
    {
        if (!(averageWindowRate >= 0) || minAverageWindow < 1 || maxAverageWindow < minAverageWindow)
        {
            throw new InvalidArgumentException(
                $"ModelAverage: the rate {averageWindowRate} with windows from {minAverageWindow} to {maxAverageWindow} is not possible.",
                "The rate is at least 0, the least window at least 1, the largest at least that.");
        }
        var update = new AverageAccumulatesOp((float)averageWindowRate, maxAverageWindow, minAverageWindow);
        using Recorder.Mode on = Recorder.Set(on: true);
        using Recorder.RoleScope role = Recorder.As(OpRole.Optimize);
        foreach (Variable param in Recorder.Main.AllParameters().Where(p => p.Value is not Parameter { DoModelAverage: false }))
        {
            Variable[] sums = Array.ConvertAll((string[])["sum_1", "sum_2", "sum_3"], s => State(param, s, param.Shape, param.DType));
            Variable[] counts = Array.ConvertAll((string[])["num_accumulates", "old_num_accumulates", "num_updates"], s => State(param, s, 1, DType.Int64));
            update.ApplyAll(param, sums[0], sums[1], sums[2], counts[0], counts[1], counts[2]);
            _averages.Add((param, sums, counts));
        }
    }

    /// <summary>Until the result is disposed, the parameters in the current scope are the means.</summary>
    /// <param name="executor">Ran the program.</param>
    /// <param name="needRestore">Whether disposing gives the parameters their own values back; otherwise <see cref="Restore"/> does.</param>
    /// <exception cref="PreconditionNotMetException">There was no update yet, or the means are applied already.</exception>
    public IDisposable Apply(Executor executor, bool needRestore = true)
    {
        ArgumentNullException.ThrowIfNull(executor);
        using Recorder.Mode eager = Recorder.Suspend();
        return _swapped.Apply(_averages.Select(a => (_swapped.Value(a.Param.Name), Mean(a.Sums, a.Counts))).ToArray(), needRestore);
    }

    /// <summary>Gives the parameters their own values back.</summary>
    /// <param name="executor">Ran the program.</param>
    /// <exception cref="PreconditionNotMetException">The means are not applied.</exception>
    public void Restore(Executor executor)
    {
        ArgumentNullException.ThrowIfNull(executor);
        _swapped.Restore();
    }

    private Tensor Mean(Variable[] sums, Variable[] counts)
    {
        long count = _swapped.Value(counts[0].Name).ToArray<long>()[0] + _swapped.Value(counts[1].Name).ToArray<long>()[0];
        if (count == 0)
            throw new PreconditionNotMetException("ModelAverage.Apply: there was no update yet.", null, "Run the training program first.");
        return Paddle.AddN(Array.ConvertAll(sums, s => _swapped.Value(s.Name))) * (1.0 / count);
    }

    private static Variable State(Variable param, string name, Shape shape, DType dtype)
        => Graph.CreateGlobalVar(shape, 0, dtype, persistable: true, name: Programs.UniqueName.Generate($"{param.Name}_{name}"));
}
