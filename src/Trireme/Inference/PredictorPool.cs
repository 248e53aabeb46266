namespace Trireme.Inference;

/// <summary>Several predictors of one model that share its parameters: one for each thread.</summary>
/// <remarks>Mirrors paddle.inference.PredictorPool.</remarks>
public sealed class PredictorPool
{
    private readonly Predictor[] _predictors;

    /// <summary>Loads the model once.</summary>
    /// <param name="config">Which model, and how.</param>
    /// <param name="size">How many predictors; at least 1.</param>
    /// <exception cref="InvalidArgumentException">The size is below 1, or no model is named.</exception>
    /// <exception cref="Formats.Files.InvalidFileException">A file is damaged, or uses operators that do not exist here.</exception>
    public PredictorPool(Config config, int size = 1)
    {
        if (size < 1)
            throw new InvalidArgumentException($"PredictorPool: the size {size} is not possible.", null, "Give at least 1.");
        _predictors = new Predictor[size];
        _predictors[0] = new Predictor(config);
        for (int i = 1; i < size; i++)
            _predictors[i] = _predictors[0].Clone();
    }

    /// <summary>One of the predictors.</summary>
    /// <param name="idx">Its number: 0 to the size less 1.</param>
    /// <exception cref="OutOfRangeException">There is no such predictor.</exception>
    /// <remarks>Mirrors PredictorPool.retrive, spelled as in Python.</remarks>
    public Predictor Retrive(int idx)
        => (uint)idx < (uint)_predictors.Length ? _predictors[idx] : throw new OutOfRangeException($"PredictorPool: there is no predictor {idx}.", $"There are {_predictors.Length}.");
}
