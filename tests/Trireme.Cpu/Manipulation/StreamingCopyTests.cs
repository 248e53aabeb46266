using Trireme.Cpu;

namespace Trireme.Tests.Cpu;

public sealed unsafe class StreamingCopyTests
{
    [Fact]
    public void Copies_runs_of_every_length_between_all_alignments_and_nothing_beside_them()
    {
        byte[] source = new byte[400], target = new byte[600];
        new System.Random(1).NextBytes(source);
        fixed (byte* from = source, to = target)
        {
            for (int shift = 0; shift < 64; shift++)
            {
                foreach (int length in new[] { 0, 1, 63, 64, 65, 127, 128, 200, 300 })
                {
                    target.AsSpan().Fill(7);
                    StreamingCopy.Run(from + (shift % 5), to + shift, length);
                    Assert.True(target.AsSpan(shift, length).SequenceEqual(source.AsSpan(shift % 5, length)));
                    Assert.False(target.AsSpan(0, shift).ContainsAnyExcept((byte)7) || target.AsSpan(shift + length).ContainsAnyExcept((byte)7));
                }
            }
        }
    }

    [Fact]
    public void A_result_too_large_for_the_caches_is_the_one_a_small_one_would_be()
    {
        Tensor x = Paddle.Arange(0, 1025 * 4096, 1, "float32").Reshape([1025, 4096]), y = Paddle.Concat([x, x], 1);
        Assert.Equal([1025, 8192], y.Shape.ToArray());
        float[] expected = x.ToArray<float>(), actual = y.ToArray<float>();
        for (int row = 0; row < 1025; row += 128)
        {
            Assert.True(actual.AsSpan(row * 8192, 4096).SequenceEqual(expected.AsSpan(row * 4096, 4096)));
            Assert.True(actual.AsSpan((row * 8192) + 4096, 4096).SequenceEqual(expected.AsSpan(row * 4096, 4096)));
        }
    }
}
