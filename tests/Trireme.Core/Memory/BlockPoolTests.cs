using System.Runtime.CompilerServices;
using Trireme.Memory;
using Xunit;

namespace Trireme.Tests.Core.Memory;

[CollectionDefinition(nameof(BlockPoolTests), DisableParallelization = true)]
[Collection(nameof(BlockPoolTests))]
public sealed class BlockPoolTests
{
    private const long Block = 4 << 20;
    private const int Kept = 64, Steps = 30;

    // A training step keeps what its layers give until the way back, and makes as much again that is gone at once: something young is always to be found, while
    // what the step kept has grown old when it dies.
    [Fact]
    public void Steps_whose_tensors_nobody_disposes_of_need_little_more_than_one()
    {
        long before = BlockPool.LiveBytes, most = 0;
        for (int i = 0; i < Steps; i++)
            most = Math.Max(most, Step() - before);
        Assert.InRange(most / Block, Kept, 2 * Kept);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Step()
    {
        var kept = new List<NativeStorage>();
        long most = 0;
        for (int i = 0; i < Kept; i++)
        {
            kept.Add(NativeStorage.Create(Block));
            Drop();
            most = Math.Max(most, BlockPool.LiveBytes);
        }
        GC.KeepAlive(kept);
        return most;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop() => NativeStorage.Create(Block);
}
