using Trireme.Memory;

namespace Trireme.Tests.Core.Memory;

public sealed class FreeBlocksTests
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

    [Theory]
    [InlineData(3000)]
    [InlineData(5 << 20)]
    public void Blocks_begin_at_lines_of_the_cache_and_are_found_again(long bytes)
    {
        var free = new FreeBlocks();
        long size = FreeBlocks.SizeFor(bytes);
        Assert.Equal(0, free.Take(size));
        nint block = free.TakeNew(size);
        Assert.Equal(0, block % FreeBlocks.Alignment);
        free.Put(block, size);
        Assert.Equal(block, free.Take(size));
        free.Put(block, size);
        free.Trim();
        Assert.Equal(0, free.Take(size));
    }

    [Fact]
    public void Small_blocks_come_back_in_their_own_class()
    {
        var free = new FreeBlocks();
        long size = FreeBlocks.SizeFor(3000);
        nint block = free.TakeNew(size);
        free.Put(block, size);
        Assert.Equal(0, free.Take(FreeBlocks.SizeFor(2000)));
        Assert.Equal(0, free.Take(FreeBlocks.SizeFor(4000)));
        Assert.Equal(block, free.Take(FreeBlocks.SizeFor(2900)));
        free.Put(block, size);
        free.Trim();
    }
}
