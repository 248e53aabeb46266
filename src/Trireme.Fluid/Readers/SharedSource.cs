using Trireme.Random;

namespace Trireme.Fluid;

/// <summary>A reader's items, numbered, for several threads. It draws its random numbers from a generator of its own, so they do not depend on who
/// asks.</summary>
internal sealed class SharedSource<T>(Func<IEnumerable<T>> reader, ulong seed) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Generator _generator = new(seed);
    private IEnumerator<T>? _items;
    private long _taken;
    private bool _ended;

    /// <summary>The next item and its number; the number is set also when the reader throws or has ended.</summary>
    public bool TryTake(out T item, out long number)
    {
        lock (_gate)
        {
            number = _taken;
            item = default!;
            if (_ended)
                return false;
            using Generator.Override scope = _generator.UseOnThisThread();
            _ended = true;
            _items ??= reader().GetEnumerator();
            if (!_items.MoveNext())
                return false;
            _ended = false;
            item = _items.Current;
            _taken++;
            return true;
        }
    }

    public void Dispose() => _items?.Dispose();
}
