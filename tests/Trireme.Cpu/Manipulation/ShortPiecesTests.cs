using Trireme.Cpu;

namespace Trireme.Tests.Cpu;

public sealed unsafe class ShortPiecesTests
{
    [Theory]
    [InlineData(1, new[] { 1, 1 })]
    [InlineData(1030, new[] { 1, 1, 1 })]
    [InlineData(4099, new[] { 1, 1 })]
    [InlineData(777, new[] { 3, 0, 5 })]
    [InlineData(263, new[] { 1, 2, 20 })]
    public void Are_the_elements_by_turns(int rows, int[] lengths)
    {
        Check<float>(rows, lengths);
        Check<byte>(rows, lengths);
        Check<double>(rows, lengths);
    }

    private static void Check<T>(int rows, int[] lengths)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        int row = lengths.Sum(), first = rows / 3;
        T[] all = [.. Enumerable.Range(0, rows * row).Select(i => T.CreateTruncating(i % 251))], target = new T[all.Length];
        var sources = stackalloc T*[lengths.Length];
        fixed (T* from = all, to = target)
        fixed (int* counts = lengths)
        {
            T* next = from;
            for (int i = 0; i < lengths.Length; next += (long)lengths[i++] * rows)
                sources[i] = next;
            Assert.True(ShortPieces<T>.Suits(row));
            var body = new ShortPieces<T>(sources, counts, lengths.Length, to, row);
            body.Run(first, rows);
            body.Run(0, first);
        }
        int place = 0;
        for (int i = 0, behind = 0; i < lengths.Length; behind += lengths[i++])
        {
            for (int r = 0; r < rows; r++)
            {
                for (int j = 0; j < lengths[i]; j++)
                    Assert.Equal(all[place++], target[(r * row) + behind + j]);
            }
        }
    }
}
