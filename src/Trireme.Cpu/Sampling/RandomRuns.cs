using System.Numerics;
using Trireme.Random;

namespace Trireme.Cpu.Sampling;

/// <summary>Runs of uniform numbers from a stream, in parallel; the numbers belong to positions, so threads make no difference.</summary>
internal static unsafe class RandomRuns
{
    /// <summary>Elements done at a time; a multiple of the words of a block.</summary>
    public const int Tile = 1024;

    public delegate void Fill(int start, int end);

    public static RandomStream Stream(int seed)
        => seed != 0 ? new RandomStream((ulong)seed, 0) : Generator.Default.Next();

    public static void Run(int count, int cost, Fill body) => Workers.ForChunks(count, Tile, cost, (start, end) => body(start, end));

    /// <summary>Uniform in [0, 1) for positions start to start + to.Length of the stream; start is a multiple of 4, and there are at most Tile.</summary>
    public static void Uniform<T>(RandomStream stream, long start, Span<T> to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        uint* words = stackalloc uint[2 * Tile];
        if (typeof(T) == typeof(double))
        {
            PhiloxBlocks.Fill(stream, start >> 1, (to.Length + 1) / 2, words);
            for (int i = 0; i < to.Length; i++)
                to[i] = T.CreateTruncating(RandomStream.ToDouble(words[2 * i], words[(2 * i) + 1]));
            return;
        }
        PhiloxBlocks.Fill(stream, start >> 2, (to.Length + 3) / 4, words);
        for (int i = 0; i < to.Length; i++)
            to[i] = T.CreateTruncating(RandomStream.ToFloat(words[i]));
    }
}
