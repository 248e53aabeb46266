using Trireme.Random;

namespace Trireme.IO;

/// <summary>Random orders and draws; each is one draw of the generator, so that restoring the generator restores the order.</summary>
internal static class Permutation
{
    public static int[] Of(int count, Generator generator)
    {
        RandomStream stream = generator.Next();
        int[] order = Enumerable.Range(0, count).ToArray();
        for (int i = count - 1; i > 0; i--)
        {
            int j = (int)Math.BigMul(stream.Bits(i), (uint)(i + 1)).High();
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    public static IEnumerable<int> WithReplacement(int count, int below, Generator generator) => Draws(count, below, generator.Next());

    private static IEnumerable<int> Draws(int count, int below, RandomStream stream)
    {
        for (int i = 0; i < count; i++)
            yield return (int)Math.BigMul(stream.Bits(i), (uint)below).High();
    }

    private static uint High(this ulong product) => (uint)(product >> 32);
}
