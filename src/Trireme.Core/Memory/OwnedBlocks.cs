using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Trireme.Memory;

/// <summary>
/// Large blocks in use, with weak handles to their owners: after a collection a look at these tells which owners are gone. By way of finalizers
/// the same takes a hand-over to their thread and back, several times as long as the collection itself.
/// </summary>
internal sealed class OwnedBlocks
{
    private readonly Lock _gate = new();
    private readonly Stack<int> _vacant = new();
    private Entry[] _entries = new Entry[64];
    private int _count;

    /// <summary>Remembers a block and its owner; the result is what <see cref="Remove"/> takes.</summary>
    public int Add(NativeStorage owner, nint block, long size)
    {
        lock (_gate)
        {
            if (!_vacant.TryPop(out int ticket))
            {
                if (_count == _entries.Length)
                    Array.Resize(ref _entries, 2 * _count);
                ticket = _count++;
                // An owner that a finalizer can still reach is not gone.
                _entries[ticket].Owner = new WeakGCHandle<NativeStorage>(owner, trackResurrection: true);
            }
            else
            {
                _entries[ticket].Owner.SetTarget(owner);
            }
            (_entries[ticket].Block, _entries[ticket].Size) = (block, size);
            return ticket;
        }
    }

    /// <summary>Forgets a block that its owner gives back itself.</summary>
    public void Remove(int ticket)
    {
        lock (_gate)
            Vacate(ticket);
    }

    /// <summary>Hands every block over whose owner is gone.</summary>
    public void Sweep(Action<nint, long> release)
    {
        lock (_gate)
        {
            for (int i = 0; i < _count; i++)
            {
                (nint block, long size) = (_entries[i].Block, _entries[i].Size);
                if (block == 0 || _entries[i].Owner.TryGetTarget(out _))
                    continue;
                Vacate(i);
                release(block, size);
            }
        }
    }

    /// <summary>The oldest generation below 2 of those who own a block that would serve for so many bytes; -1 where there is none.</summary>
    /// <remarks>Never inlined: its frame refers to owners, and none must be alive during the collection that follows.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int OldestYoung(long size)
    {
        int oldest = -1;
        lock (_gate)
        {
            for (int i = 0; i < _count && oldest < 1; i++)
            {
                if (_entries[i].Block == 0 || !FreeBlocks.Serves(_entries[i].Size, size) || !_entries[i].Owner.TryGetTarget(out NativeStorage? owner))
                    continue;
                int generation = GC.GetGeneration(owner);
                if (generation < 2)
                    oldest = Math.Max(oldest, generation);
            }
        }
        return oldest;
    }

    private void Vacate(int ticket)
    {
        _entries[ticket].Block = 0;
        _entries[ticket].Owner.SetTarget(null!);
        _vacant.Push(ticket);
    }

    private struct Entry
    {
        public WeakGCHandle<NativeStorage> Owner;
        public nint Block;
        public long Size;
    }
}
