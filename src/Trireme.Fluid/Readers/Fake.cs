namespace Trireme.Fluid;

/// <summary>Gives the first item of a reader again and again: how fast a program is when reading costs nothing.</summary>
/// <typeparam name="T">What the reader reads.</typeparam>
/// <remarks>Mirrors paddle.reader.Fake.</remarks>
public sealed class Fake<T>
{
    private readonly Lock _gate = new();
    private bool _read;
    private T _item = default!;

    /// <summary>A reader of the first item.</summary>
    /// <param name="reader">The reader; read once, when the result is first read. One without items gives none.</param>
    /// <param name="dataNum">How many times it is given; at least 0.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="dataNum"/> is negative.</exception>
    /// <remarks>Stands for calling the object.</remarks>
    public Func<IEnumerable<T>> Call(Func<IEnumerable<T>> reader, int dataNum)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (dataNum < 0)
            throw new InvalidArgumentException($"Fake: dataNum is {dataNum}.", "It must be at least 0.");
        return () => Items(reader, dataNum);
    }

    private IEnumerable<T> Items(Func<IEnumerable<T>> reader, int dataNum)
    {
        lock (_gate)
        {
            if (!_read)
            {
                using IEnumerator<T> items = reader().GetEnumerator();
                if (!items.MoveNext())
                    return [];
                (_item, _read) = (items.Current, true);
            }
        }
        return Enumerable.Repeat(_item, dataNum);
    }
}
