namespace Trireme.Callbacks;

/// <summary>Something to do while a model trains, evaluates or predicts. Derive and override what you need.</summary>
/// <remarks>Mirrors paddle.callbacks.Callback. Setting <see cref="Model.StopTraining"/> ends training after the epoch.</remarks>
public abstract class Callback
{
    /// <summary>The model that runs.</summary>
    protected Model Model { get; private set; } = null!;

    /// <summary>What is known of the run: epochs, steps, verbose, metrics, save_dir, log_freq.</summary>
    protected IReadOnlyDictionary<string, object?> Params { get; private set; } = new Dictionary<string, object?>();

    /// <summary>Called with what is known of the run before it begins.</summary>
    /// <param name="params">epochs, steps, verbose, metrics, save_dir, log_freq.</param>
    public virtual void SetParams(IReadOnlyDictionary<string, object?> @params) => Params = @params;

    /// <summary>Called with the model before the run begins.</summary>
    /// <param name="model">The model.</param>
    public virtual void SetModel(Model model) => Model = model;

    /// <summary>Called when training begins.</summary>
    /// <param name="logs">Nothing yet.</param>
    public virtual void OnTrainBegin(Logs? logs = null)
    {
    }

    /// <summary>Called when training has ended.</summary>
    /// <param name="logs">The last epoch's values.</param>
    public virtual void OnTrainEnd(Logs? logs = null)
    {
    }

    /// <summary>Called when evaluation begins.</summary>
    /// <param name="logs">steps and metrics.</param>
    public virtual void OnEvalBegin(Logs? logs = null)
    {
    }

    /// <summary>Called when evaluation has ended.</summary>
    /// <param name="logs">The values found.</param>
    public virtual void OnEvalEnd(Logs? logs = null)
    {
    }

    /// <summary>Called when prediction begins.</summary>
    /// <param name="logs">steps.</param>
    public virtual void OnPredictBegin(Logs? logs = null) => OnTestBegin(logs);

    /// <summary>Called when prediction has ended.</summary>
    /// <param name="logs">The number of samples.</param>
    public virtual void OnPredictEnd(Logs? logs = null) => OnTestEnd(logs);

    /// <summary>The name that <see cref="OnPredictBegin"/> had before Paddle 2.0.</summary>
    /// <param name="logs">steps.</param>
    public virtual void OnTestBegin(Logs? logs = null)
    {
    }

    /// <summary>The name that <see cref="OnPredictEnd"/> had before Paddle 2.0.</summary>
    /// <param name="logs">The number of samples.</param>
    public virtual void OnTestEnd(Logs? logs = null)
    {
    }

    /// <summary>Called when an epoch begins.</summary>
    /// <param name="epoch">Its number, from 0.</param>
    /// <param name="logs">steps.</param>
    public virtual void OnEpochBegin(int epoch, Logs? logs = null)
    {
    }

    /// <summary>Called when an epoch has ended.</summary>
    /// <param name="epoch">Its number, from 0.</param>
    /// <param name="logs">The epoch's values.</param>
    public virtual void OnEpochEnd(int epoch, Logs? logs = null)
    {
    }

    /// <summary>Called before a training step.</summary>
    /// <param name="step">Its number, from 0.</param>
    /// <param name="logs">Nothing yet.</param>
    public virtual void OnTrainBatchBegin(int step, Logs? logs = null)
    {
    }

    /// <summary>Called after a training step.</summary>
    /// <param name="step">Its number, from 0.</param>
    /// <param name="logs">The step's values.</param>
    public virtual void OnTrainBatchEnd(int step, Logs? logs = null)
    {
    }

    /// <summary>Called before an evaluation step.</summary>
    /// <param name="step">Its number, from 0.</param>
    /// <param name="logs">Nothing yet.</param>
    public virtual void OnEvalBatchBegin(int step, Logs? logs = null)
    {
    }

    /// <summary>Called after an evaluation step.</summary>
    /// <param name="step">Its number, from 0.</param>
    /// <param name="logs">The step's values.</param>
    public virtual void OnEvalBatchEnd(int step, Logs? logs = null)
    {
    }

    /// <summary>Called before a prediction step.</summary>
    /// <param name="step">Its number, from 0.</param>
    /// <param name="logs">Nothing yet.</param>
    public virtual void OnPredictBatchBegin(int step, Logs? logs = null) => OnTestBatchBegin(step, logs);

    /// <summary>Called after a prediction step.</summary>
    /// <param name="step">Its number, from 0.</param>
    /// <param name="logs">The step's values.</param>
    public virtual void OnPredictBatchEnd(int step, Logs? logs = null) => OnTestBatchEnd(step, logs);

    /// <summary>The name that <see cref="OnPredictBatchBegin"/> had before Paddle 2.0.</summary>
    /// <param name="step">Its number, from 0.</param>
    /// <param name="logs">Nothing yet.</param>
    public virtual void OnTestBatchBegin(int step, Logs? logs = null)
    {
    }

    /// <summary>The name that <see cref="OnPredictBatchEnd"/> had before Paddle 2.0.</summary>
    /// <param name="step">Its number, from 0.</param>
    /// <param name="logs">The step's values.</param>
    public virtual void OnTestBatchEnd(int step, Logs? logs = null)
    {
    }
}
