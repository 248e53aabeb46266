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
    public void SetModel(string progFile, string paramsFile) => (ProgFile, ParamsFile) = (progFile, paramsFile);

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
