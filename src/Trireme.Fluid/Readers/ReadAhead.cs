using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Trireme.Random;

namespace Trireme.Fluid;

/// <summary>Threads that put items into a bounded queue, and the one consumer that takes them. The threads end when the items do or the consumer
/// goes.</summary>
internal sealed class ReadAhead<T>
{
    // A monitor, not a Lock: the threads wait on it.
    private readonly object _gate = new();
    private readonly Queue<T> _items = new();
    private readonly int _capacity;
    private readonly Thread[] _threads;
    private Exception? _error;
    private int _working;
    private long _turn;
    private bool _stopped;

    private ReadAhead(int capacity, string name, IReadOnlyList<Action<ReadAhead<T>>> producers)
    {
        _capacity = capacity;
        _working = producers.Count;
        ulong seed = Generator.Default.Next().Bits64();
        _threads = producers.Select((producer, i) => new Thread(() => Work(producer, seed + (ulong)i)) { IsBackground = true, Name = $"{name} {i}" }).ToArray();
        foreach (Thread thread in _threads)
            thread.Start();
    }

    /// <summary>The items that the producers put, while they are enumerated. Each producer has a thread, and random numbers that do not depend on the
    /// others.</summary>
    public static IEnumerable<T> Run(int capacity, string name, IReadOnlyList<Action<ReadAhead<T>>> producers)
    {
        using var consumer = new Consumer(new ReadAhead<T>(capacity, name, producers));
        while (consumer.TryTake(out T? item))
            yield return item;
    }

    /// <summary>Adds an item when there is room and, where turns are given, all before it are in.</summary>
    /// <returns>False when the consumer has gone or a producer failed: there is no use in going on.</returns>
    public bool Put(T item, long? turn = null)
    {
        lock (_gate)
        {
            while (!_stopped && _error is null && (_items.Count >= _capacity || turn is { } t && t != _turn))
                Monitor.Wait(_gate);
            if (_stopped || _error is not null)
                return false;
            _items.Enqueue(item);
            _turn++;
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>Adds all items of a reader.</summary>
    public void PutAll(Func<IEnumerable<T>> reader)
    {
        foreach (T item in reader())
        {
            if (!Put(item))
                return;
        }
    }

    /// <summary>Ends the queue with an error that the consumer meets after the items already in it and, where turns are given, all before it.</summary>
    public void Fail(Exception error, long? turn = null)
    {
        lock (_gate)
        {
            while (!_stopped && _error is null && turn is { } t && t != _turn)
                Monitor.Wait(_gate);
            _error ??= error;
            Monitor.PulseAll(_gate);
        }
    }

    private void Work(Action<ReadAhead<T>> producer, ulong seed)
    {
        using Generator.Override scope = new Generator(seed).UseOnThisThread();
        try
        {
            producer(this);
        }
        catch (Exception e)
        {
            Fail(e);
        }
        finally
        {
            lock (_gate)
            {
                _working--;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private bool TryTake([MaybeNullWhen(false)] out T item)
    {
        lock (_gate)
        {
            while (_items.Count == 0 && _error is null && _working > 0)
                Monitor.Wait(_gate);
            if (_items.TryDequeue(out item))
            {
                Monitor.PulseAll(_gate);
                return true;
            }
            if (_error is not null)
                ExceptionDispatchInfo.Throw(_error);
            return false;
        }
    }

    private void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            _items.Clear();
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The consumer's end. The threads do not refer to it, so that an enumerator nobody disposed of still ends them when it is collected.</summary>
    private sealed class Consumer(ReadAhead<T> queue) : IDisposable
    {
        ~Consumer() => queue.Stop();

        public bool TryTake([MaybeNullWhen(false)] out T item) => queue.TryTake(out item);

        public void Dispose()
        {
            GC.SuppressFinalize(this);
            queue.Stop();
            foreach (Thread thread in queue._threads)
                thread.Join();
        }
    }
}
