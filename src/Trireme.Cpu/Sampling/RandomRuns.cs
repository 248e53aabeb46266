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

    /// <summary>Uniform in [0, 1) for positions start to start + to.Length of the stream; start is a multiple of 4.</summary>
    public static void Uniform<T>(RandomStream stream, long start, Span<T> to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double))
        {
            for (int i = 0; i < to.Length; i += 2)
            {
                (uint a, uint b, uint c, uint d) = stream.Block((start + i) >> 1);
                to[i] = T.CreateTruncating(RandomStream.ToDouble(a, b));
                if (i + 1 < to.Length)
                    to[i + 1] = T.CreateTruncating(RandomStream.ToDouble(c, d));
            }
            return;
        }
        for (int i = 0; i < to.Length; i += 4)
        {
            (uint a, uint b, uint c, uint d) = stream.Block((start + i) >> 2);
            to[i] = T.CreateTruncating(RandomStream.ToFloat(a));
            if (i + 1 < to.Length)
                to[i + 1] = T.CreateTruncating(RandomStream.ToFloat(b));
            if (i + 2 < to.Length)
                to[i + 2] = T.CreateTruncating(RandomStream.ToFloat(c));
            if (i + 3 < to.Length)
                to[i + 3] = T.CreateTruncating(RandomStream.ToFloat(d));
        }
    }
}
