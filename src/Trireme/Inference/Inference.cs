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

    /// <summary>This library's version, one line.</summary>
    /// <remarks>Mirrors paddle.inference.get_version.</remarks>
    public static string GetVersion() => $"version: {typeof(Inference).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>The size of an element in bytes.</summary>
    /// <param name="dtype">The element type.</param>
    /// <exception cref="InvalidArgumentException">The number is no element type.</exception>
    /// <remarks>Mirrors paddle.inference.get_num_bytes_of_data_type.</remarks>
    public static int GetNumBytesOfDataType(DataType dtype) => DataTypes.Of(dtype).Size;

    /// <summary>Writes a model whose weights are kept in half the bytes; operators compute in float32 as before.</summary>
    /// <param name="modelFile">The program to read: <c>.pdmodel</c>, <c>__model__</c> or <c>.json</c>.</param>
    /// <param name="paramsFile">Its parameters: one file, or the folder with one file each.</param>
    /// <param name="mixedModelFile">The program to write.</param>
    /// <param name="mixedParamsFile">The parameters to write.</param>
    /// <param name="mixedPrecision"><see cref="PrecisionType.Half"/> or <see cref="PrecisionType.Bfloat16"/>.</param>
    /// <param name="backend">Where it will run: the CPU.</param>
    /// <param name="keepIoTypes">Whether inputs and results stay float32; false is refused: the CPU computes in float32.</param>
    /// <param name="blackList">The types of operators whose weights stay float32; none where null.</param>
    /// <exception cref="InvalidArgumentException">The precision, the place or <paramref name="keepIoTypes"/> is not possible.</exception>
    /// <exception cref="Formats.Files.InvalidFileException">A file is damaged, or uses operators that do not exist here.</exception>
    /// <remarks>Mirrors paddle.inference.convert_to_mixed_precision. Each weight is rounded once: by at most 2⁻¹¹ of it in half, 2⁻⁸ in bfloat16.</remarks>
    public static void ConvertToMixedPrecision(string modelFile, string paramsFile, string mixedModelFile, string mixedParamsFile, PrecisionType mixedPrecision, PlaceType backend,
        bool keepIoTypes = true, IReadOnlyCollection<string>? blackList = null)
    {
        if (mixedPrecision is not (PrecisionType.Half or PrecisionType.Bfloat16) || backend != PlaceType.Cpu || !keepIoTypes)
        {
            throw new InvalidArgumentException($"ConvertToMixedPrecision: {mixedPrecision} on {backend}, keepIoTypes {keepIoTypes}, is not possible.",
                "Weights are kept in Half or Bfloat16 for the Cpu, inputs and results stay as they are.");
        }
        MixedPrecision.Convert(modelFile, paramsFile, mixedModelFile, mixedParamsFile, mixedPrecision == PrecisionType.Half ? DType.Float16 : DType.BFloat16, [.. blackList ?? []]);
    }
}
