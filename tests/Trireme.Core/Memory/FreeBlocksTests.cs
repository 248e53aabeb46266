using System.Runtime.InteropServices;
using Trireme.Memory;

namespace Trireme.Tests.Core.Memory;

public sealed unsafe class FreeBlocksTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2048)]
    [InlineData(2049)]
    [InlineData(1000_000)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    [InlineData(12_845_056)]
    [InlineData(3_000_000_001)]
    public void A_block_is_large_enough_and_wastes_little(long bytes)
    {
        long size = FreeBlocks.SizeFor(bytes);
        Assert.InRange(size, Math.Max(bytes, 2048), Math.Max(2560, bytes > 1 << 20 ? bytes + (1 << 16) : bytes + (bytes / 4) + 1));
        Assert.Equal(size, FreeBlocks.SizeFor(size));
    }

    [Fact]
    public void A_returned_block_serves_what_needs_nearly_as_much()
    {
        const int mega = 1 << 20;
        var free = new FreeBlocks();
        nint[] blocks = [Block(4 * mega), Block(8 * mega), Block(8 * mega)];
        free.Put(blocks[1], 8 * mega);
        free.Put(blocks[0], 4 * mega);
        free.Put(blocks[2], 8 * mega);
        Expect(free, 0, 16 * mega, 16 * mega);
        Expect(free, 0, 5 * mega, 5 * mega);
        Expect(free, blocks[2], 7 * mega, 8 * mega);     // the one that came last
        Expect(free, blocks[0], 4 * mega, 4 * mega);
        Expect(free, blocks[1], 8 * mega, 8 * mega);
        Expect(free, 0, 4 * mega, 4 * mega);
        foreach (nint block in blocks)
            free.Put(block, 8 * mega);
        free.Trim();
        Expect(free, 0, 8 * mega, 8 * mega);
    }

    [Fact]
    public void What_lies_idle_longest_is_given_back_first()
    {
        const int mega = 1 << 20;
        var free = new FreeBlocks();
        nint last = Block(4 * mega);
        free.Put(Block(4 * mega), 4 * mega);
        free.Put(Block(8 * mega), 8 * mega);
        free.Put(last, 4 * mega);
        free.Shrink(16 * mega);
        free.Shrink(11 * mega);
        Expect(free, 0, 8 * mega, 8 * mega);
        Expect(free, last, 4 * mega, 4 * mega);
        Expect(free, 0, 4 * mega, 4 * mega);
        free.Put(last, 4 * mega);
        free.Shrink(-1);
        Expect(free, 0, 4 * mega, 4 * mega);
    }

    [Fact]
    public void Small_blocks_come_back_in_their_own_class()
    {
        var free = new FreeBlocks();
        long size = FreeBlocks.SizeFor(3000);
        nint block = Block((int)size);
        free.Put(block, size);
        Expect(free, 0, FreeBlocks.SizeFor(2000), FreeBlocks.SizeFor(2000));
        Expect(free, 0, FreeBlocks.SizeFor(4000), FreeBlocks.SizeFor(4000));
        Expect(free, block, FreeBlocks.SizeFor(2900), size);
        NativeMemory.AlignedFree((void*)block);
    }

    private static nint Block(int size) => (nint)NativeMemory.AlignedAlloc((nuint)size, 64);

    private static void Expect(FreeBlocks free, nint block, long asked, long size)
    {
        Assert.Equal(block, free.Take(ref asked));
        Assert.Equal(size, asked);
    }
}
