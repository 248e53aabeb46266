using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Trireme.Static;

/// <summary>Threads that wait for work, one for each replica of a program. They end when nobody can give them any more.</summary>
internal sealed class ReplicaThreads
{
    private readonly Worker[] _workers;

    public ReplicaThreads(int count) => _workers = Enumerable.Range(0, count).Select(i => new Worker(i)).ToArray();

    // A thread that waits holds its worker only, so this object dies with what gives it work.
    ~ReplicaThreads() => Array.ForEach(_workers, w => w.End());

    /// <summary>Calls a function with the number of each replica, all at once, and waits. The first error of all is thrown.</summary>
    public void Run(Action<int> work)
    {
        foreach (Worker worker in _workers)
            worker.Begin(work);
        // All have ended before any error is thrown: none works on behind the caller's back.
        Exception?[] errors = Array.ConvertAll(_workers, w => w.Wait());
        GC.KeepAlive(this);
        if (Array.Find(errors, e => e is not null) is { } error)
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
