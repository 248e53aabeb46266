using Trireme.NN;
using Trireme.Static;
using Trireme.Tracing;

namespace Trireme;

public static partial class Jit
{
    /// <summary>Writes a layer's Forward as a model for inference: <c>path.pdmodel</c>, <c>path.pdiparams</c>, <c>path.pdiparams.info</c>.</summary>
    /// <param name="layer">The layer, static or not; it is recorded as in evaluation.</param>
    /// <param name="path">The files' path without the suffixes; its folder is made where it is missing.</param>
    /// <param name="inputSpec">What the inputs look like; where null, what ToStatic was given, or the inputs of the last call.</param>
    /// <exception cref="InvalidArgumentException">Nothing says what the inputs look like, or an operator has no form in files.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <remarks>Mirrors paddle.jit.save. Paddle reads the files.</remarks>
    public static void Save(Layer layer, string path, params InputSpec[]? inputSpec)
    {
        IReadOnlyList<InputSpec> specs = Given(inputSpec) ?? layer.InputsForFiles ?? Specified(layer.StaticForward, layer.GetType().Name);
        (Layer Layer, bool Training)[] before = layer.Sublayers(includeSelf: true).Select(l => (l, l.Training)).ToArray();
        layer.Eval();
        try
        {
            TracedFiles.Write(ConcreteProgram.Trace(layer.GetType().Name, layer.RecordForward, specs), path, layer);
        }
        finally
        {
            foreach ((Layer sublayer, bool training) in before)
                sublayer.SetTrainingHere(training);
        }
    }

    /// <summary>Writes a function as a model for inference.</summary>
    /// <param name="layer">The function.</param>
    /// <param name="path">The files' path without the suffixes; its folder is made where it is missing.</param>
    /// <param name="inputSpec">What the inputs look like; where null, what ToStatic was given, or the inputs of the last call.</param>
    /// <exception cref="InvalidArgumentException">Nothing says what the inputs look like, or an operator has no form in files.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <remarks>Mirrors paddle.jit.save.</remarks>
    public static void Save(StaticFunction layer, string path, params InputSpec[]? inputSpec)
        => TracedFiles.Write(ConcreteProgram.Trace(layer.Name, layer.Recorded, Given(inputSpec) ?? Specified(layer, layer.Name)), path, null);

    /// <summary>Reads a model for inference as a layer: it can be called, trained on, and saved again, without the code of the network.</summary>
    /// <param name="path">The files' path without the suffixes: <c>path.pdmodel</c> or <c>path.json</c>, with <c>path.pdiparams</c>.</param>
    /// <returns>The layer, in evaluation mode.</returns>
    /// <exception cref="Formats.Files.InvalidFileException">A file is damaged, or uses operators that do not exist here.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <remarks>Mirrors paddle.jit.load.</remarks>
    public static TranslatedLayer Load(string path) => TracedFiles.Read(path);

    private static IReadOnlyList<InputSpec> Specified(StaticFunction? function, string name)
        => function?.InputSpecs ?? function?.LastSpecs ?? throw new InvalidArgumentException($"Jit.Save: nothing says what the inputs of {name} look like.", null,
            "Pass inputSpec, with -1 for a dimension of any size.");
}
