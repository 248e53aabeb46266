using System.Runtime.CompilerServices;
using Trireme.Memory;
using Xunit;

namespace Trireme.Tests.Core.Memory;

public sealed class OwnedBlocksTests
{
    private const long Size = 5 << 20;

    [Fact]
    public void Blocks_are_handed_over_when_their_owners_are_gone()
    {
        var owned = new OwnedBlocks();
        NativeStorage kept = NativeStorage.Create(Size);
        owned.Add(kept, 1, Size);
        for (int i = 2; i < 200; i++)
            AddForgotten(owned, i);
        owned.Remove(owned.Add(kept, 200, Size));
        GC.Collect();
        var found = new List<nint>();
        owned.Sweep((block, size) =>
        {
            Assert.Equal(Size, size);
            found.Add(block);
        });
        Assert.Equal(Enumerable.Range(2, 198).Select(i => (nint)i), found.Order());
        owned.Sweep((_, _) => Assert.Fail("Each is handed over once."));
        AddForgotten(owned, 7);
        GC.Collect();
        found.Clear();
        owned.Sweep((block, _) => found.Add(block));
        Assert.Equal([7], found);
        GC.KeepAlive(kept);
    }

    [Fact]
    public void The_oldest_young_owner_of_a_block_of_this_size_is_found()
    {
        var owned = new OwnedBlocks();
        Assert.Equal(-1, owned.OldestYoung(Size));
        NativeStorage old = NativeStorage.Create(Size);
        GC.Collect();
        GC.Collect();
        owned.Add(old, 1, Size);
        Assert.Equal(-1, owned.OldestYoung(Size));
        NativeStorage young = NativeStorage.Create(Size);
        owned.Add(young, 2, Size);
        Assert.Equal(GC.GetGeneration(young), owned.OldestYoung(Size));
        Assert.Equal(-1, owned.OldestYoung(2 * Size));
        Assert.Equal(-1, owned.OldestYoung(Size / 2));
        GC.KeepAlive(old);
    }

    [Fact]
    public void A_loop_that_drops_or_holds_its_results_uses_the_same_blocks_again()
    {
        foreach (bool holds in (bool[])[false, true])
        {
            var blocks = new HashSet<nint>();
            NativeStorage? held = null;
            for (int i = 0; i < 40; i++)
            {
                NativeStorage next = NativeStorage.Create(40_000_000);
                blocks.Add(Address(next));
                held = holds ? next : null;
            }
            GC.KeepAlive(held);
            Assert.InRange(blocks.Count, 1, 12);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddForgotten(OwnedBlocks owned, nint block) => owned.Add(NativeStorage.Create(Size), block, Size);

    private static unsafe nint Address(NativeStorage storage) => (nint)Unsafe.AsPointer(ref storage.Start);
}
