using Trireme.NN;
using Trireme.Programs;

namespace Trireme.Static;

/// <summary>Means of a program's parameters in which older values weigh less and less: E ← decay · E + (1 − decay) · parameter, from 0.</summary>
/// <remarks>
/// Mirrors paddle.static.ExponentialMovingAverage. Make it and call <see cref="Update"/> after Minimize; evaluate inside
/// <c>using (ema.Apply(executor)) { … }</c>, where the parameters are E / (1 − decay^steps), as the means begin at 0.
/// </remarks>
public sealed class ExponentialMovingAverage
{
    private const string StepCounter = "@EMA_STEP_COUNTER@";
    private readonly double _decay;
    private readonly Tensor? _thresSteps;
    private readonly Program _program = Recorder.Main;
    private readonly List<(Variable Param, Variable Mean)> _means = [];
    private readonly Variable _steps, _rate;
    private readonly SwappedParameters _swapped = new(nameof(ExponentialMovingAverage));

    /// <summary>Means of the parameters of the current program.</summary>
    /// <param name="decay">How much of a mean each update keeps; in [0, 1).</param>
    /// <param name="thresSteps">A variable that counts steps: the decay is min(decay, (thresSteps + 1) / (thresSteps + 10)). Always <paramref name="decay"/> where null.</param>
    /// <param name="name">What the means' names begin with, or null.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="decay"/> is outside [0, 1).</exception>
    public ExponentialMovingAverage(double decay = 0.999, Tensor? thresSteps = null, string? name = null)
    {
        if (!(decay >= 0 && decay < 1))
            throw new InvalidArgumentException($"ExponentialMovingAverage: the decay {decay} is outside [0, 1).");
        (_decay, _thresSteps) = (decay, thresSteps);
        _steps = Static.CreateGlobalVar(1, 0, DType.Int64, persistable: true, name: UniqueName.Generate(StepCounter));
        _rate = Static.CreateGlobalVar(1, decay, DType.Float32, persistable: true, name: UniqueName.Generate("scheduled_ema_decay_rate"));
        foreach (Variable param in _program.AllParameters().Where(p => p.Value is not Parameter { DoModelAverage: false }))
            _means.Add((param, Static.CreateGlobalVar(param.Shape, 0, param.DType, persistable: true, name: UniqueName.Generate($"{name}{param.Name}_ema_0"))));
    }

    /// <summary>Appends the operators that update the means to the program; once, after Minimize.</summary>
    public void Update()
    {
        using var guard = new ProgramGuard(_program);
        using Recorder.Mode on = Recorder.Set(on: true);
        using Recorder.RoleScope role = Recorder.As(OpRole.Optimize);
        Paddle.Increment(_steps);
        if (_thresSteps is { } thres)
        {
            Tensor counted = thres.Cast(DType.Float32).Reshape(1);
            ((counted + 1) / (counted + 10)).Clip(max: _decay).Assign(_rate);
        }
        foreach ((Variable param, Variable mean) in _means)
        {
            Tensor rate = _rate.DType == param.DType ? _rate : _rate.Cast(param.DType);
            ((mean * rate) + (param * (1 - rate))).Assign(mean);
        }
    }

    /// <summary>Until the result is disposed, the parameters in the current scope are the means.</summary>
    /// <param name="executor">Ran the program.</param>
    /// <param name="needRestore">Whether disposing gives the parameters their own values back; otherwise <see cref="Restore"/> does.</param>
    /// <exception cref="PreconditionNotMetException">There was no update yet, or the means are applied already.</exception>
    public IDisposable Apply(Executor executor, bool needRestore = true)
    {
        ArgumentNullException.ThrowIfNull(executor);
        long steps = _swapped.Value(_steps.Name).ToArray<long>()[0];
        if (steps == 0)
            throw new PreconditionNotMetException("ExponentialMovingAverage.Apply: there was no update yet.", null, "Call Update while building, and run the training program.");
        using Recorder.Mode eager = Recorder.Suspend();
        double decay = _thresSteps is null ? _decay : _swapped.Value(_rate.Name).ToArray<float>()[0];
        double factor = 1 / (1 - Math.Pow(decay, steps));
        return _swapped.Apply(_means.Select(m => (_swapped.Value(m.Param.Name), _swapped.Value(m.Mean.Name) * factor)).ToArray(), needRestore);
    }

    /// <summary>Gives the parameters their own values back.</summary>
    /// <param name="executor">Ran the program.</param>
    /// <exception cref="PreconditionNotMetException">The means are not applied.</exception>
    public void Restore(Executor executor)
    {
        ArgumentNullException.ThrowIfNull(executor);
        _swapped.Restore();
    }
}
