using System.Runtime.ExceptionServices;

namespace Trireme.IO;

/// <summary>
/// Background threads that read batches ahead. Batches come out in the order of the source whatever the number of threads, and no more
/// than a bounded number is ever ready or in work.
/// </summary>
internal sealed class BatchPrefetcher<TWork> : IDisposable
{
    private readonly Func<long, TWork, Tensor[]> _read;
    private readonly IEnumerator<TWork> _source;
    private readonly Lock _sourceGate = new();
    private readonly Dictionary<long, (Tensor[]? Batch, Exception? Error)> _ready = [];
    private readonly SemaphoreSlim _room;
    private readonly CancellationTokenSource _stop;
    private readonly Thread[] _threads;
    private readonly TimeSpan _timeout;
    private long _taken, _given;
    private long _end = long.MaxValue;

    public BatchPrefetcher(IEnumerator<TWork> source, Func<long, TWork, Tensor[]> read, int workers, int ahead, TimeSpan timeout, Action<int>? start, CancellationToken cancellation, Dataset dataset)
    {
        (_source, _read, _timeout) = (source, read, timeout);
        _room = new SemaphoreSlim(ahead);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _threads = new Thread[workers];
        for (int i = 0; i < workers; i++)
        {
            var worker = new WorkerInfo(i, workers, dataset);
            _threads[i] = new Thread(() => Work(worker, start)) { IsBackground = true, Name = $"DataLoader worker {i}" };
            _threads[i].Start();
        }
    }

    /// <summary>The next batch in order, or null at the end.</summary>
    public Tensor[]? Next()
    {
        lock (_ready)
        {
            (Tensor[]? Batch, Exception? Error) result;
            while (!_ready.Remove(_given, out result))
            {
                if (_given >= _end)
                    return null;
                _stop.Token.ThrowIfCancellationRequested();
                if (!Monitor.Wait(_ready, _timeout))
                    throw new TimeoutException($"DataLoader: batch {_given} was not ready within {_timeout.TotalSeconds} s.");
            }
            _given++;
            _room.Release();
            if (result.Error is not null)
                ExceptionDispatchInfo.Throw(result.Error);
            return result.Batch;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        foreach (Thread thread in _threads)
            thread.Join();
        _source.Dispose();
        _stop.Dispose();
        _room.Dispose();
    }

    private void Work(WorkerInfo worker, Action<int>? start)
    {
        try
        {
            WorkerInfo.Current = worker;
            start?.Invoke(worker.Id);
            WorkerInfo.Current = null;
            while (true)
            {
                _room.Wait(_stop.Token);
                if (!TryTake(out long number, out TWork work))
                    return;
                Finish(worker, number, work);
            }
        }
        catch (OperationCanceledException)
        {
            lock (_ready)
                Monitor.PulseAll(_ready);
        }
        catch (Exception e)
        {
            // The source itself failed: the consumer meets the error where the next batch would be.
            long at = Interlocked.Increment(ref _taken) - 1;
            lock (_ready)
            {
                _ready[at] = (null, e);
                _end = at + 1;
                Monitor.PulseAll(_ready);
            }
        }
    }

    private bool TryTake(out long number, out TWork work)
    {
        lock (_sourceGate)
        {
            number = _taken;
            if (_taken < _end && _source.MoveNext())
            {
                work = _source.Current;
                _taken++;
                return true;
            }
            work = default!;
        }
        lock (_ready)
        {
            _end = Math.Min(_end, number);
            Monitor.PulseAll(_ready);
        }
        _room.Release();
        return false;
    }

    private void Finish(WorkerInfo worker, long number, TWork work)
    {
        Tensor[]? batch = null;
        Exception? error = null;
        // Only while examples are read: what the source's enumeration runs belongs to all workers.
        WorkerInfo.Current = worker;
        try
        {
            batch = _read(number, work);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            error = e;
        }
        finally
        {
            WorkerInfo.Current = null;
        }
        lock (_ready)
        {
            _ready[number] = (batch, error);
            Monitor.PulseAll(_ready);
        }
    }
}
