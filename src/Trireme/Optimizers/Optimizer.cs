using Trireme.NN;
using Trireme.Optimizers.LR;
using Trireme.Profiling;
using Trireme.Regularizers;
using Trireme.Static;

namespace Trireme.Optimizers;

/// <summary>Changes parameters along their gradients. A step clips the gradients, adds the penalties, and updates.</summary>
/// <remarks>Mirrors paddle.optimizer.Optimizer.</remarks>
public abstract partial class Optimizer
{
    private readonly List<ParameterGroup> _groups;
    private readonly ClipGradBase? _gradClip;
    private readonly Dictionary<(double, DType), Tensor> _rates = [];
    private readonly StaticRates _staticRates = new();
    private double _learningRate;

    /// <summary>An optimizer.</summary>
    /// <param name="learningRate">The rate, or a schedule of it.</param>
    /// <param name="parameters">What to train.</param>
    /// <param name="weightDecay">A penalty on large weights; a parameter's own comes first.</param>
    /// <param name="gradClip">Limits the gradients.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <exception cref="InvalidArgumentException">No parameters were given.</exception>
    protected Optimizer(LearningRate learningRate, ParameterSet? parameters = null, WeightDecay? weightDecay = null, ClipGradBase? gradClip = null, string? name = null)
    {
        // A static program knows its parameters: Minimize finds them there.
        if (parameters is null && !Recorder.IsOn)
        {
            throw new InvalidArgumentException($"{GetType().Name}: there is nothing to train.", "parameters is null.",
                "Pass parameters: layer.Parameters().");
        }
        _groups = parameters is null ? [] : [.. parameters.Groups];
        _learningRate = learningRate.Value;
        Scheduler = learningRate.Scheduler;
        RateVariable = learningRate.Variable;
        AdoptsParameters = parameters is null;
        WeightDecay = weightDecay;
        _gradClip = gradClip;
        Name = name;
    }

    /// <summary>The name given to the optimizer; it names nothing in eager mode.</summary>
    public string? Name { get; }

    /// <summary>The schedule of the learning rate, or null.</summary>
    public LRScheduler? Scheduler { get; private set; }

    /// <summary>The optimizer's penalty, or null.</summary>
    protected WeightDecay? WeightDecay { get; }

    /// <summary>The parameters, in the order given.</summary>
    public IReadOnlyList<Parameter> Parameters => _groups.SelectMany(g => g.Params).ToArray();

    /// <summary>Whether a number as weight decay is an L2 penalty on the gradients, as everywhere but in AdamW and Lamb.</summary>
    private protected virtual bool DecaysThroughGradients => true;

    /// <summary>Updates every parameter that has a gradient.</summary>
    /// <exception cref="InvalidArgumentException">A state that was set does not fit its parameter.</exception>
    public void Step()
    {
        using RecordEvent? record = Tracer.Active is null ? null : new RecordEvent($"{GetType().Name}.Step", TracerEventType.Optimization);
        ApplyGradients(Collect());
    }

    /// <summary>Updates parameters along given gradients.</summary>
    /// <param name="paramsGrads">Parameters with their gradients; where these are variables, the updates are appended to their program.</param>
    /// <remarks>Mirrors paddle.optimizer.Optimizer.apply_gradients.</remarks>
    public void ApplyGradients(IReadOnlyList<(Parameter Param, Tensor Grad)> paramsGrads)
    {
        if (paramsGrads.Select(p => p.Grad).OfType<Variable>().FirstOrDefault() is { } variable)
            StaticMinimize.Apply(this, variable.Block.Program, null, paramsGrads);
        else
            Update(paramsGrads);
    }

    /// <summary>The gradients of a loss, as <see cref="ApplyGradients"/> takes them: the first half of <see cref="Minimize"/>.</summary>
    /// <param name="loss">A variable of a program, which the gradients are appended to; in eager mode Backward has been called on it before.</param>
    /// <param name="startupProgram">The program that gives first values; the current one where null.</param>
    /// <param name="parameters">What to train; all where null.</param>
    /// <param name="noGradSet">Variables where gradients stop, in a program.</param>
    /// <param name="callbacks">Called with the block after each operator of the backward part, in a program.</param>
    /// <returns>Parameters with their gradients.</returns>
    /// <remarks>Mirrors paddle.optimizer.Optimizer.backward.</remarks>
    public IReadOnlyList<(Parameter Param, Tensor Grad)> Backward(Tensor loss, Program? startupProgram = null, IReadOnlyCollection<Parameter>? parameters = null,
        IEnumerable<Variable>? noGradSet = null, IReadOnlyList<Action<Block>>? callbacks = null)
    {
        if (loss is Variable variable)
            return StaticMinimize.Gradients(this, variable, startupProgram, parameters, noGradSet ?? [], callbacks);
        List<(Parameter Param, Tensor Grad)> paramsGrads = Collect(isKept: true);
        if (parameters is not null)
            paramsGrads.RemoveAll(p => !parameters.Contains(p.Param));
        return paramsGrads;
    }

    internal void Update(IReadOnlyList<(Parameter Param, Tensor Grad)> paramsGrads)
    {
        using IDisposable noGrad = Paddle.NoGrad();
        _rates.Clear();
        Dictionary<Parameter, Tensor> grads = paramsGrads.ToDictionary(p => p.Param, p => p.Grad, (IEqualityComparer<Parameter>)ReferenceEqualityComparer.Instance);
        foreach (ParameterGroup group in _groups)
        {
            List<(Parameter Param, Tensor Grad)> members = group.Params.Where(grads.ContainsKey).Select(p => (p, grads[p])).ToList();
            foreach ((Parameter param, Tensor grad) in Limited(members, group.GradClip ?? _gradClip))
            {
                Update(param, Penalize(param, grad, group), RateTensor(group.LearningRate * param.LearningRate, param.DType), group);
            }
        }
        if (!Recorder.IsOn)
            Scheduler?.Applied();
    }

    /// <summary>Sets every parameter's gradient to zero.</summary>
    /// <param name="setToZero">Whether they become zero rather than absent.</param>
    public void ClearGrad(bool setToZero = true)
    {
        foreach (ParameterGroup group in _groups)
        {
            foreach (Parameter parameter in group.Params)
                parameter.ClearGradient(setToZero);
        }
    }

    /// <summary>An older name of <see cref="ClearGrad"/>.</summary>
    public void ClearGradients() => ClearGrad();

    /// <summary>
    /// Updates every parameter that has a gradient. In eager mode Backward has been called on the loss before; for a variable of a program, the
    /// operators that compute the gradients and update the parameters are appended to its program.
    /// </summary>
    /// <param name="loss">The loss; it must not stop gradients.</param>
    /// <param name="startupProgram">Receives the operators that give the optimizer's state its first values; the current one where null.</param>
    /// <param name="parameters">What to update; all where null.</param>
    /// <param name="noGradSet">Variables where gradients stop, in a program.</param>
    /// <returns>The parameters with the gradients used.</returns>
    /// <remarks>Mirrors paddle.optimizer.Optimizer.minimize.</remarks>
    public IReadOnlyList<(Parameter Param, Tensor Grad)> Minimize(Tensor loss, Program? startupProgram = null, IReadOnlyCollection<Parameter>? parameters = null,
        IEnumerable<Variable>? noGradSet = null)
    {
        if (loss is Variable variable)
            return StaticMinimize.Run(this, variable, startupProgram, parameters, noGradSet ?? []);
        IReadOnlyList<(Parameter Param, Tensor Grad)> paramsGrads = Backward(loss, startupProgram, parameters);
        ApplyGradients(paramsGrads);
        return paramsGrads;
    }

    /// <summary>The current learning rate.</summary>
    public double GetLr() => Scheduler?.LastLr ?? _learningRate;

    /// <summary>Changes the learning rate.</summary>
    /// <param name="value">The new rate; finite and not negative.</param>
    /// <exception cref="PreconditionNotMetException">The rate follows a schedule.</exception>
    /// <exception cref="InvalidArgumentException">The rate is negative, infinite or NaN.</exception>
    public void SetLr(double value)
    {
        if (Scheduler is not null)
            throw new PreconditionNotMetException("SetLr: the learning rate follows a schedule.", $"It is a {Scheduler.GetType().Name}.", "Step the schedule, or give the optimizer another with SetLrScheduler.");
        _learningRate = ((LearningRate)value).Value;
    }

    /// <summary>Makes the learning rate follow a schedule.</summary>
    /// <param name="scheduler">The schedule.</param>
    public void SetLrScheduler(LRScheduler scheduler) => Scheduler = scheduler;

    /// <summary>Updates one parameter in place.</summary>
    /// <param name="param">The parameter.</param>
    /// <param name="grad">Its gradient, clipped and with the penalty added.</param>
    /// <param name="rate">The learning rate, one element of the parameter's type.</param>
    /// <param name="group">The parameter's group.</param>
    protected abstract void Update(Parameter param, Tensor grad, Tensor rate, ParameterGroup group);

    /// <summary>Takes on parameters that it was not made with: those of a program.</summary>
    internal void Adopt(IReadOnlyList<Parameter> parameters)
    {
        Parameter[] unknown = parameters.Except(Parameters, (IEqualityComparer<Parameter>)ReferenceEqualityComparer.Instance).ToArray();
        if (unknown.Length > 0 && AdoptsParameters)
            _groups.AddRange(((ParameterSet)unknown).Groups);
    }

    /// <summary>Whether it was made without parameters and trains those of the programs it is used in.</summary>
    internal bool AdoptsParameters { get; }

    /// <summary>The learning rate as a variable that a program computes, or null.</summary>
    internal Tensor? RateVariable { get; }

    // A parameter's own limit takes the place of the group's. Gradients whose common length is limited count together by the name of their group.
    private static List<(Parameter Param, Tensor Grad)> Limited(List<(Parameter Param, Tensor Grad)> members, ClipGradBase? common)
    {
        if (members.TrueForAll(m => m.Param.GradientClip is null))
            return common?.Call(members) ?? members;
        var limited = new Dictionary<Parameter, Tensor>(ReferenceEqualityComparer.Instance);
        foreach (var group in members.GroupBy(m => m.Param.GradientClip is ClipGradByGlobalNorm together ? together.GroupName : (object?)(m.Param.GradientClip ?? common)))
        {
            ClipGradBase? clip = group.First().Param.GradientClip ?? common;
            foreach ((Parameter param, Tensor grad) in clip?.Call(group.ToArray()) ?? group.ToList())
                limited[param] = grad;
        }
        return members.ConvertAll(m => (m.Param, limited[m.Param]));
    }

    private Tensor Penalize(Parameter param, Tensor grad, ParameterGroup group)
    {
        WeightDecayRegularizer? penalty = param.Regularizer ?? (DecaysThroughGradients ? (group.WeightDecay ?? WeightDecay)?.Regularizer : null);
        return penalty is null || penalty.Coeff == 0 ? grad : grad + penalty.Gradient(param);
    }

    private List<(Parameter Param, Tensor Grad)> Collect(bool isKept = false)
    {
        // An optimizer or a clip of the user's may keep what it sees; then the memory of the gradients is not freed with the step.
        bool mayKeep = isKept || GetType().Assembly != typeof(Optimizer).Assembly || _gradClip is not null || _groups.Exists(g => g.GradClip is not null);
        var found = new List<(Parameter, Tensor)>();
        foreach (Parameter param in _groups.SelectMany(g => g.Params))
        {
            if (param.Trainable && (mayKeep || param.GradientClip is not null ? param.Grad : param.GradForUpdate) is { } grad)
                found.Add((param, grad));
        }
        return found;
    }

    private Tensor RateTensor(double factor, DType dtype)
    {
        if (Recorder.IsOn)
            return _staticRates.Tensor(this, Recorder.Main, factor, dtype);
        double rate = GetLr() * factor;
        if (!_rates.TryGetValue((rate, dtype), out Tensor? tensor))
            _rates[(rate, dtype)] = tensor = Paddle.Full([1], rate, dtype);
        return tensor;
    }
}
