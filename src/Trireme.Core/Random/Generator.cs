namespace Trireme.Random;

/// <summary>Where random operators take their numbers from. Each draw is a stream of its own, so results do not depend on threads.</summary>
/// <remarks>Mirrors what paddle.seed returns.</remarks>
public sealed class Generator
{
    private static readonly Generator Process = new((ulong)System.Random.Shared.NextInt64());

    [ThreadStatic]
    private static Generator? _threadOverride;

    private readonly Lock _gate = new();
    private RandomState _state;

    /// <summary>A generator with a seed.</summary>
    /// <param name="seed">The seed.</param>
    public Generator(ulong seed) => _state = new RandomState(seed, 0);

    /// <summary>The generator that random operators use unless told otherwise; seeded from the system until Paddle.Seed is called.</summary>
    public static Generator Default => _threadOverride ?? Process;

    /// <summary>Where in its sequence the generator stands.</summary>
    public RandomState State
    {
        get
        {
            lock (_gate)
                return _state;
        }

        set
        {
            lock (_gate)
                _state = value;
        }
    }

    /// <summary>Starts the sequence of a seed from its beginning.</summary>
    /// <param name="seed">The seed.</param>
    public void ManualSeed(ulong seed) => State = new RandomState(seed, 0);

    /// <summary>
    /// Makes this the default generator of the calling thread until the result is disposed: work done by threads then draws the same
    /// numbers whichever thread does it.
    /// </summary>
    internal Override UseOnThisThread()
    {
        var scope = new Override(_threadOverride);
        _threadOverride = this;
        return scope;
    }

    /// <summary>Takes the next stream of random numbers.</summary>
    internal RandomStream Next()
    {
        lock (_gate)
        {
            var stream = new RandomStream(_state.Seed, _state.Draws);
            _state = _state with { Draws = _state.Draws + 1 };
            return stream;
        }
    }

    /// <summary>Restores the thread's previous default generator when disposed.</summary>
    internal readonly struct Override(Generator? before) : IDisposable
    {
        public void Dispose() => _threadOverride = before;
    }
}
