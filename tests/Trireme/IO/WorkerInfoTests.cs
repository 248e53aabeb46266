using Trireme.IO;

namespace Trireme.Tests.IO;

public sealed class WorkerInfoTests
{
    [Fact]
    public void Readers_know_which_worker_they_are()
    {
        var dataset = new Asking();
        var started = new System.Collections.Concurrent.ConcurrentBag<(int, int?)>();
        List<Tensor[]> batches = new DataLoader(dataset, batchSize: 2, numWorkers: 3,
            workerInitFn: id => started.Add((id, Dataset.GetWorkerInfo()?.Id))).ToList();
        Assert.All(batches.SelectMany(b => b[0].ToArray<long>()), id => Assert.InRange(id, 0, 2));
        Assert.All(dataset.Seen, info => Assert.Equal((3, (Dataset)dataset), (info!.NumWorkers, info.Dataset)));
        Assert.All(started, s => Assert.Equal(s.Item1, s.Item2));
        Assert.Null(Dataset.GetWorkerInfo());
    }

    [Fact]
    public void Without_workers_and_in_streams_there_is_none()
    {
        var dataset = new Asking();
        Assert.All(new DataLoader(dataset).ToList(), b => Assert.Equal(-1, b[0].Item<long>()));
        Assert.Null(Dataset.GetWorkerInfo());
        // A stream is read once for all workers: dividing it by their number would lose examples.
        Assert.Equal(Enumerable.Repeat(-1L, 9), new DataLoader(new Stream(), batchSize: 2, numWorkers: 2).SelectMany(b => b[0].ToArray<long>()));
    }

    private sealed class Asking : Dataset
    {
        public System.Collections.Concurrent.ConcurrentBag<WorkerInfo?> Seen { get; } = [];

        public override int Length => 9;

        public override Sample this[int idx]
        {
            get
            {
                Seen.Add(GetWorkerInfo());
                return new Sample((long)(GetWorkerInfo()?.Id ?? -1));
            }
        }
    }

    private sealed class Stream : IterableDataset
    {
        public override IEnumerator<Sample> GetEnumerator()
        {
            for (int i = 0; i < 9; i++)
                yield return new Sample((long)(GetWorkerInfo()?.Id ?? -1));
        }
    }
}
