namespace Trireme.Callbacks;

/// <summary>Saves the model after epochs and at the end.</summary>
/// <param name="saveFreq">Every how many epochs; at least 1.</param>
/// <param name="saveDir">The folder; nothing is saved where null.</param>
/// <remarks>Mirrors paddle.callbacks.ModelCheckpoint: files <c>{saveDir}/{epoch}</c> and <c>{saveDir}/final</c>.</remarks>
public sealed class ModelCheckpoint(int saveFreq = 1, string? saveDir = null) : Callback
{
    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs? logs = null)
    {
        if (saveDir is not null && epoch % Math.Max(1, saveFreq) == 0)
            Save(epoch.ToString());
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs? logs = null)
    {
        if (saveDir is not null)
            Save("final");
    }

    private void Save(string name)
    {
        string path = Path.GetFullPath(Path.Combine(saveDir!, name));
        Console.WriteLine($"save checkpoint at {path}");
        Model.Save(path);
    }
}
