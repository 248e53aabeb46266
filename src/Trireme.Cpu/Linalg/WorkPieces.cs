namespace Trireme.Cpu;

/// <summary>Cuts working memory into pieces that begin at cache lines.</summary>
internal unsafe struct WorkPieces(double* data)
{
    private double* _next = data;

    /// <summary>What <see cref="Take"/> takes for so many elements.</summary>
    public static long Length(long elements) => (elements + 7) & ~7L;

    /// <summary>
    /// The distance of rows of so many columns: whole cache lines, so that rows can be read to the end of their last vector, but an odd number of them, so
    /// that the elements of a column do not all fall into the same few lines of a cache.
    /// </summary>
    public static int Pitch(int columns)
    {
        int lines = (columns + 7) / 8;
        return 8 * (lines < 8 ? lines : lines | 1);
    }

    public double* Take(long elements)
    {
        double* piece = _next;
        _next += Length(elements);
        return piece;
    }
}
