using Trireme.Memory;

namespace Trireme.Tests.Core.Memory;

public sealed unsafe class LargeBlocksTests
{
    private const long Mega = 1 << 20, Segment = LargeBlocks.SegmentBytes;

    [Fact]
    public void A_block_is_cut_off_and_joins_its_neighbours_again()
    {
        var blocks = new LargeBlocks();
        nint first = blocks.TakeNew(4 * Mega), second = blocks.Take(8 * Mega), third = blocks.Take(2 * Mega);
        Assert.Equal(first + (nint)(4 * Mega), second);
        Assert.Equal(second + (nint)(8 * Mega), third);
        Assert.Equal(Segment - (14 * Mega), blocks.IdleBytes);
        Assert.Equal(0, blocks.Take(Segment));
        blocks.Put(first);
        blocks.Put(third);
        Assert.Equal(0, blocks.Take(Segment));
        blocks.Put(second);
        Assert.Equal(Segment, blocks.IdleBytes);
        Assert.Equal(first, blocks.Take(Segment));
        blocks.Put(first);
        blocks.Shrink(0);
    }

    [Fact]
    public void The_smallest_piece_that_holds_a_block_serves_it()
    {
        var blocks = new LargeBlocks();
        nint four = blocks.TakeNew(4 * Mega), apart = blocks.Take(2 * Mega), three = blocks.Take(3 * Mega), also = blocks.Take(2 * Mega);
        blocks.Put(four);
        blocks.Put(three);
        Assert.Equal(three, blocks.Take(5 * Mega / 2));
        Assert.Equal(four, blocks.Take(4 * Mega));
        foreach (nint block in (nint[])[three, four, apart, also])
            blocks.Put(block);
        Assert.Equal(Segment, blocks.IdleBytes);
        blocks.Shrink(0);
    }

    [Fact]
    public void Of_pieces_of_one_size_the_one_used_last_is_used_first()
    {
        var blocks = new LargeBlocks();
        nint[] used = [.. Enumerable.Range(0, 5).Select(i => i == 0 ? blocks.TakeNew(2 * Mega) : blocks.Take(2 * Mega))];
        blocks.Put(used[0]);
        blocks.Put(used[2]);
        Assert.Equal(used[2], blocks.Take(2 * Mega));
        Assert.Equal(used[0], blocks.Take(2 * Mega));
        foreach (nint block in used)
            blocks.Put(block);
        blocks.Shrink(0);
    }

    [Fact]
    public void Whole_segments_are_given_back_those_idle_longest_first()
    {
        var blocks = new LargeBlocks();
        nint[] segments = [blocks.TakeNew(Segment), blocks.TakeNew(2 * Segment), blocks.TakeNew(Mega)];
        blocks.Put(segments[1]);
        blocks.Put(segments[0]);
        Assert.Equal((4 * Segment) - Mega, blocks.IdleBytes);
        blocks.Shrink(4 * Segment);
        Assert.Equal((4 * Segment) - Mega, blocks.IdleBytes);
        blocks.Shrink((4 * Segment) - (2 * Mega));
        Assert.Equal((2 * Segment) - Mega, blocks.IdleBytes);
        // What is left of the last one is in use.
        blocks.Shrink(-1);
        Assert.Equal(Segment - Mega, blocks.IdleBytes);
        blocks.Put(segments[2]);
        blocks.Shrink(0);
        Assert.Equal(0, blocks.IdleBytes);
    }

    [Fact]
    public void A_block_that_is_not_in_use_cannot_be_given_back()
    {
        var blocks = new LargeBlocks();
        nint block = blocks.TakeNew(Mega);
        Assert.Throws<InvalidOperationException>(() => blocks.Put(block + 64));
        blocks.Put(block);
        Assert.Throws<InvalidOperationException>(() => blocks.Put(block));
        blocks.Shrink(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void However_blocks_come_and_go_none_overlap_and_all_memory_joins_again(int seed)
    {
        const int step = 1 << 16;
        var random = new System.Random(seed);
        var blocks = new LargeBlocks();
        var used = new List<(nint Start, long Size)>();
        long segments = 0;
        for (int i = 0; i < 2000; i++)
        {
            if (used.Count > 0 && random.Next(used.Count + 20) < used.Count)
            {
                int which = random.Next(used.Count);
                blocks.Put(used[which].Start);
                used.RemoveAt(which);
            }
            else
            {
                long size = random.Next(1, random.Next(1, 700)) * (long)step;
                nint block = blocks.Take(size);
                if (block == 0)
                {
                    block = blocks.TakeNew(size);
                    segments += Math.Max(size, Segment);
                }
                used.Add((block, size));
            }
            Assert.Equal(segments, blocks.IdleBytes + used.Sum(b => b.Size));
            if (i % 50 != 0)
                continue;
            used.Sort();
            for (int j = 1; j < used.Count; j++)
                Assert.True(used[j - 1].Start + (nint)used[j - 1].Size <= used[j].Start);
        }
        foreach ((nint start, _) in used)
            blocks.Put(start);
        Assert.Equal(segments, blocks.IdleBytes);
        // Only whole segments can be given back: nothing stays behind.
        blocks.Shrink(0);
        Assert.Equal(0, blocks.IdleBytes);
    }
}
