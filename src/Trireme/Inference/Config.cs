namespace Trireme.Inference;

/// <summary>Which model a <see cref="Predictor"/> runs, and how.</summary>
/// <remarks>Mirrors paddle.inference.Config.</remarks>
public sealed class Config
{
    /// <summary>No model yet; see <see cref="SetModel(string, string)"/>.</summary>
    public Config()
    {
    }

    /// <summary>A folder with <c>__model__</c> and one file a parameter, as fluid wrote it, or with <c>inference.pdmodel</c> (or <c>.json</c>) and <c>inference.pdiparams</c>.</summary>
    /// <param name="modelDir">The folder.</param>
    public Config(string modelDir) => SetModel(modelDir);

    /// <summary>A program and its parameters.</summary>
    /// <param name="progFile">The program: <c>.pdmodel</c>, <c>.json</c> of Paddle 3 or <c>__model__</c>.</param>
    /// <param name="paramsFile">All parameters in one file.</param>
    public Config(string progFile, string paramsFile) => SetModel(progFile, paramsFile);

    /// <summary>Names a folder; see the constructor.</summary>
    /// <param name="modelDir">The folder.</param>
    public void SetModel(string modelDir)
    {
        Buffers = null;
        ModelDir = modelDir;
        string fluid = Path.Combine(modelDir, "__model__"), json = Path.Combine(modelDir, "inference.json"), combined = Path.Combine(modelDir, "__params__");
        if (File.Exists(fluid))
            (ProgFile, ParamsFile) = (fluid, File.Exists(combined) ? combined : modelDir);
        else
            (ProgFile, ParamsFile) = (File.Exists(json) ? json : Path.Combine(modelDir, "inference.pdmodel"), Path.Combine(modelDir, "inference.pdiparams"));
    }

    /// <summary>Names a program and its parameters; see the constructor.</summary>
    /// <param name="progFile">The program.</param>
    /// <param name="paramsFile">All parameters in one file.</param>
    public void SetModel(string progFile, string paramsFile) => (ProgFile, ParamsFile, Buffers) = (progFile, paramsFile, null);

    /// <summary>Names the program alone.</summary>
    /// <param name="x">The program's file; see the constructor.</param>
    public void SetProgFile(string x) => (ProgFile, Buffers) = (x, null);

    /// <summary>Names the parameters alone.</summary>
    /// <param name="x">All parameters in one file, or the folder with one file each.</param>
    public void SetParamsFile(string x) => (ParamsFile, Buffers) = (x, null);

    /// <summary>Takes the model from memory: the content of its two files.</summary>
    /// <param name="progBuffer">The program's bytes.</param>
    /// <param name="progBufferSize">How many of them are the program.</param>
    /// <param name="paramsBuffer">The bytes of the parameters, all in one.</param>
    /// <param name="paramsBufferSize">How many of them are parameters.</param>
    /// <exception cref="InvalidArgumentException">A size is negative, or more than there are bytes.</exception>
    /// <remarks>Mirrors Config.set_model_buffer. The bytes are read when the predictor is made; until then they must stay as they are.</remarks>
    public void SetModelBuffer(byte[] progBuffer, int progBufferSize, byte[] paramsBuffer, int paramsBufferSize)
    {
        if ((uint)progBufferSize > (uint)progBuffer.Length || (uint)paramsBufferSize > (uint)paramsBuffer.Length)
        {
            throw new InvalidArgumentException($"SetModelBuffer: the sizes {progBufferSize} and {paramsBufferSize} do not fit.",
                $"There are {progBuffer.Length} bytes of the program and {paramsBuffer.Length} of parameters.");
        }
        Buffers = (progBuffer.AsMemory(0, progBufferSize), paramsBuffer.AsMemory(0, paramsBufferSize));
    }

    /// <summary>Whether the model is taken from memory.</summary>
    public bool ModelFromMemory => Buffers is not null;

    /// <summary>The folder given, or null.</summary>
    public string? ModelDir { get; private set; }

    /// <summary>The program's file.</summary>
    public string? ProgFile { get; private set; }

    /// <summary>The parameters' file, or the folder with one file each.</summary>
    public string? ParamsFile { get; private set; }

    /// <summary>Whether the program is improved before it runs: batch norm folded into convolutions, chains joined, memory planned.</summary>
    public bool IrOptim { get; private set; } = true;

    /// <summary>Switches the improvement on or off; without it the program runs operator by operator.</summary>
    /// <param name="x">Whether the program is improved.</param>
    public void SwitchIrOptim(bool x = true) => IrOptim = x;

    /// <summary>On how many threads operators are computed.</summary>
    public int CpuMathLibraryNumThreads => ThreadsWanted ?? Cpu.Workers.Count;

    /// <summary>Sets on how many threads operators are computed. It holds for the whole process from the moment the predictor is made; results do not depend on it.</summary>
    /// <param name="cpuMathLibraryNumThreads">1 to 1024.</param>
    /// <exception cref="InvalidArgumentException">The number is out of range.</exception>
    /// <remarks>Mirrors Config.set_cpu_math_library_num_threads. Without it there is a thread for each processor, not one as in Paddle.</remarks>
    public void SetCpuMathLibraryNumThreads(int cpuMathLibraryNumThreads)
        => ThreadsWanted = cpuMathLibraryNumThreads is >= 1 and <= 1024 ? cpuMathLibraryNumThreads
            : throw new InvalidArgumentException($"SetCpuMathLibraryNumThreads: {cpuMathLibraryNumThreads} threads are not possible.", "The number must be from 1 to 1024.");

    /// <summary>Whether models run on a GPU: they do not.</summary>
    public bool UseGpu => false;

    /// <summary>Whether the log of Paddle's library is silent: there is none.</summary>
    public bool GlogInfoDisabled => true;

    /// <summary>Kept for Paddle's signature: inputs are always known by their names.</summary>
    /// <param name="x">Not used.</param>
    public void SwitchSpecifyInputNames(bool x = true)
    {
    }

    /// <summary>Whether inputs are known by their names: always.</summary>
    public bool SpecifyInputName => true;

    /// <summary>Kept for Paddle's signature: inputs and results are never copied by operators of the program.</summary>
    /// <param name="x">Not used.</param>
    public void SwitchUseFeedFetchOps(bool x = true)
    {
    }

    /// <summary>Whether inputs and results are copied by operators of the program: never.</summary>
    public bool UseFeedFetchOpsEnabled => false;

    /// <summary>The settings as a table.</summary>
    /// <remarks>Mirrors Config.summary.</remarks>
    public string Summary()
    {
        (string Option, string Value)[] rows =
        [
            ("model_dir", ModelDir ?? ""),
            ("model_file", ProgFile ?? ""),
            ("params_file", ParamsFile ?? ""),
            ("model_from_memory", Text(ModelFromMemory)),
            ("cpu_math_thread", CpuMathLibraryNumThreads.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("use_gpu", Text(UseGpu)),
            ("ir_optim", Text(IrOptim)),
        ];
        int left = rows.Max(r => r.Option.Length), right = Math.Max("Value".Length, rows.Max(r => r.Value.Length));
        string rule = $"+{new string('-', left + 2)}+{new string('-', right + 2)}+\n";
        return rule + Row("Option", "Value") + rule + string.Concat(rows.Select(r => Row(r.Option, r.Value))) + rule;

        string Row(string option, string value) => $"| {option.PadRight(left)} | {value.PadRight(right)} |\n";

        static string Text(bool on) => on ? "true" : "false";
    }

    internal (ReadOnlyMemory<byte> Program, ReadOnlyMemory<byte> Parameters)? Buffers { get; private set; }

    internal int? ThreadsWanted { get; private set; }

    /// <summary>Kept for Paddle's signature: memory is planned whenever the program is improved.</summary>
    /// <param name="x">Not used.</param>
    public void EnableMemoryOptim(bool x = true)
    {
    }

    /// <summary>Kept for Paddle's signature: models run on the CPU.</summary>
    public void DisableGpu()
    {
    }

    /// <summary>Kept for Paddle's signature: nothing is logged.</summary>
    public void DisableGlogInfo()
    {
    }
}
