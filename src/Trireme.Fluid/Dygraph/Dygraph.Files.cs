using Trireme.Formats.Files;
using Trireme.Formats.Tensors;
using Trireme.Static;
using Trireme.Static.Files;

namespace Trireme.Fluid;

/// <content>Files of networks and optimizers.</content>
public static partial class Dygraph
{
    private const string OptimizerFolder = "optimizers";

    /// <summary>Writes parameters, each to a file of its name, and the states of optimizers to a folder beside them.</summary>
    /// <param name="modelDict">The parameters: a layer's StateDict().</param>
    /// <param name="dirname">The folder; made where it is missing.</param>
    /// <param name="optimizers">The optimizers, or null.</param>
    /// <remarks>Mirrors fluid.dygraph.save_persistables.</remarks>
    public static void SavePersistables(IEnumerable<KeyValuePair<string, Tensor>> modelDict, string dirname = "save_dir",
        IReadOnlyList<Optimizers.Optimizer>? optimizers = null)
    {
        ArgumentNullException.ThrowIfNull(modelDict);
        foreach ((string _, Tensor tensor) in modelDict)
        {
            string path = Path.Combine(dirname, tensor.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, stream => ParameterFiles.Write(tensor, stream));
        }
        foreach ((int i, Optimizers.Optimizer optimizer) in (optimizers ?? []).Index())
            Paddle.Save(optimizer.StateDict(), Path.Combine(dirname, OptimizerFolder, $"{i}.pdopt"));
    }

    /// <summary>Reads what <see cref="SavePersistables"/> wrote.</summary>
    /// <param name="dirname">The folder.</param>
    /// <returns>
    /// The parameters by name, for <c>layer.SetStateDict(parameters, useStructuredName: false)</c>, and the states of the optimizers, for their SetStateDict.
    /// </returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidFileException">A file is damaged.</exception>
    /// <remarks>Mirrors fluid.dygraph.load_persistables.</remarks>
    public static (Dictionary<string, Tensor> Parameters, IReadOnlyList<OrderedDictionary<string, object?>> Optimizers) LoadPersistables(
        string dirname = "save_dir")
    {
        string optimizers = Path.Combine(dirname, OptimizerFolder);
        var parameters = new Dictionary<string, Tensor>();
        using Recorder.Mode eager = Recorder.Suspend();
        foreach (string path in Directory.GetFiles(dirname, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string name = Path.GetRelativePath(dirname, path).Replace(Path.DirectorySeparatorChar, '/');
            if (!name.StartsWith(OptimizerFolder + "/", StringComparison.Ordinal))
                parameters[name] = ParameterFiles.ToTensor(TensorFile.Read(path), path);
        }
        IEnumerable<string> states = Directory.Exists(optimizers)
            ? Directory.GetFiles(optimizers, "*.pdopt").OrderBy(f => int.Parse(Path.GetFileNameWithoutExtension(f), System.Globalization.CultureInfo.InvariantCulture)) : [];
        return (parameters, states.Select(Paddle.Load).ToArray());
    }
}
