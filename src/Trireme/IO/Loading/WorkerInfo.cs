namespace Trireme.IO;

/// <summary>One of the threads that read examples for a <see cref="DataLoader"/>.</summary>
/// <param name="Id">Its number, from 0.</param>
/// <param name="NumWorkers">How many there are.</param>
/// <param name="Dataset">The dataset that they read.</param>
/// <remarks>Mirrors what paddle.io.get_worker_info returns; see <see cref="Dataset.GetWorkerInfo"/>.</remarks>
public sealed record WorkerInfo(int Id, int NumWorkers, Dataset Dataset)
{
    /// <summary>The worker whose thread this is, while it reads.</summary>
    [ThreadStatic]
    internal static WorkerInfo? Current;
}
