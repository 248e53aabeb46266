using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Trireme.Static;

/// <summary>Threads that wait for work, one for each replica of a program. They end when nobody can give them any more.</summary>
internal sealed class ReplicaThreads
{
    // Null where the constructor did not come that far: it is finalized all the same.
    private readonly List<Worker>? _workers;

    public ReplicaThreads(int count)
    {
        _workers = new List<Worker>(count);
        // A thread that the system refuses leaves the earlier ones to the finalizer.
        while (_workers.Count < count)
            _workers.Add(new Worker(_workers.Count));
    }

    // A thread that waits holds its worker only, so this object dies with what gives it work.
    ~ReplicaThreads() => _workers?.ForEach(w => w.End());

    /// <summary>Calls a function with the number of each replica, all at once, and waits. The first error of all is thrown.</summary>
    public void Run(Action<int> work)
    {
        foreach (Worker worker in _workers!)
            worker.Begin(work);
        // All have ended before any error is thrown: none works on behind the caller's back.
        List<Exception?> errors = _workers.ConvertAll(w => w.Wait());
        GC.KeepAlive(this);
        if (errors.Find(e => e is not null) is { } error)
            ExceptionDispatchInfo.Throw(error);
    }

    private sealed class Worker
    {
        private readonly int _number;
        private readonly SemaphoreSlim _begin = new(0), _end = new(0);
        private Action<int>? _work;
        private Exception? _error;
        private volatile bool _isOver;

        public Worker(int number)
        {
            _number = number;
            // What flows from the caller of the first run would stay with the thread.
            new Thread(Loop) { IsBackground = true, Name = $"replica {number}" }.UnsafeStart();
        }

        public void Begin(Action<int> work)
        {
            _work = work;
            _begin.Release();
        }

        public Exception? Wait()
        {
            _end.Wait();
            Exception? error = _error;
            _error = null;
            return error;
        }

        public void End()
        {
            _isOver = true;
            _begin.Release();
        }

        private void Loop()
        {
            for (_begin.Wait(); !_isOver; _begin.Wait())
            {
                RunOnce();
                _end.Release();
            }
        }

        // A frame of its own: no local of the loop keeps the last work alive.
        [MethodImpl(MethodImplOptions.NoInlining)]
        private void RunOnce()
        {
            try
            {
                _work!(_number);
            }
            catch (Exception e)
            {
                _error = e;
            }
            _work = null;
        }
    }
}
