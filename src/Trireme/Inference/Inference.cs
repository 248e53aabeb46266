namespace Trireme.Inference;

/// <summary>The functions of paddle.inference.</summary>
public static class Inference
{
    /// <summary>Loads a model and makes it ready to run.</summary>
    /// <param name="config">Which model, and how.</param>
    /// <exception cref="InvalidArgumentException">No model is named.</exception>
    /// <exception cref="Formats.Files.InvalidFileException">A file is damaged, or uses operators that do not exist here.</exception>
    /// <remarks>Mirrors paddle.inference.create_predictor.</remarks>
    public static Predictor CreatePredictor(Config config) => new(config);
}
