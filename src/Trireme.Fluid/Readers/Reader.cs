using Trireme.IO;
using Trireme.Random;

namespace Trireme.Fluid;

/// <summary>
/// Readers and what makes readers of readers. A reader is a function without parameters that starts reading anew each time it is called,
/// <c>Func&lt;IEnumerable&lt;T&gt;&gt;</c>; any method with <c>yield return</c> is one. Items are what the source has: usually a <see cref="Sample"/> a time,
/// after <c>Paddle.Batch</c> a list of them.
/// </summary>
/// <remarks>Mirrors paddle.reader. Nothing is read before the result is enumerated, unless a method says otherwise.</remarks>
public static partial class Reader
{
    /// <summary>Reads everything now; the result gives it again and again from memory.</summary>
    /// <typeparam name="T">What the reader reads.</typeparam>
    /// <param name="reader">The reader.</param>
    /// <remarks>Mirrors paddle.reader.cache.</remarks>
    public static Func<IEnumerable<T>> Cache<T>(Func<IEnumerable<T>> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        T[] items = reader().ToArray();
        return () => items.AsEnumerable();
    }

    /// <summary>One reader after the other.</summary>
    /// <typeparam name="T">What the readers read.</typeparam>
    /// <param name="readers">The readers.</param>
    /// <remarks>Mirrors paddle.reader.chain. A reader is started when the one before it has ended.</remarks>
    public static Func<IEnumerable<T>> Chain<T>(params Func<IEnumerable<T>>[] readers)
    {
        RequireReaders(readers, "Chain");
        return () => readers.SelectMany(reader => reader());
    }

    /// <summary>Reads several readers side by side and puts their fields into one sample: (1, 2), 3 and (4, 5) give (1, 2, 3, 4, 5).</summary>
    /// <param name="readers">The readers. An item that is a <see cref="Sample"/> gives its fields, any other item is a field.</param>
    /// <exception cref="ComposeNotAligned">When read: one reader ended before another.</exception>
    /// <remarks>Mirrors paddle.reader.compose.</remarks>
    public static Func<IEnumerable<Sample>> Compose(params Func<IEnumerable<object?>>[] readers) => Compose(readers, checkAlignment: true);

    /// <summary>Reads several readers side by side and puts their fields into one sample.</summary>
    /// <param name="readers">The readers. An item that is a <see cref="Sample"/> gives its fields, any other item is a field.</param>
    /// <param name="checkAlignment">Whether readers of different lengths are an error; otherwise the shortest ends all.</param>
    /// <exception cref="ComposeNotAligned">When read: one reader ended before another, and that is to be checked.</exception>
    /// <remarks>Mirrors paddle.reader.compose.</remarks>
    public static Func<IEnumerable<Sample>> Compose(IReadOnlyList<Func<IEnumerable<object?>>> readers, bool checkAlignment)
    {
        RequireReaders(readers, "Compose");
        return () => Composed(readers, checkAlignment);
    }

    /// <summary>The first items of a reader.</summary>
    /// <typeparam name="T">What the reader reads.</typeparam>
    /// <param name="reader">The reader; no more of it is read than is given.</param>
    /// <param name="n">How many items; a reader with fewer gives all.</param>
    /// <remarks>Mirrors paddle.reader.firstn.</remarks>
    public static Func<IEnumerable<T>> Firstn<T>(Func<IEnumerable<T>> reader, int n)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return () => reader().Take(n);
    }

    /// <summary>What a function makes of each item.</summary>
    /// <typeparam name="T">What the reader reads.</typeparam>
    /// <typeparam name="TResult">What the function makes of it.</typeparam>
    /// <param name="func">The function.</param>
    /// <param name="reader">The reader.</param>
    /// <remarks>Mirrors paddle.reader.map_readers.</remarks>
    public static Func<IEnumerable<TResult>> MapReaders<T, TResult>(Func<T, TResult> func, Func<IEnumerable<T>> reader)
    {
        ArgumentNullException.ThrowIfNull(func);
        ArgumentNullException.ThrowIfNull(reader);
        return () => reader().Select(func);
    }

    /// <summary>What a function makes of one item of each of two readers; the shorter one ends both.</summary>
    /// <typeparam name="T1">What the first reader reads.</typeparam>
    /// <typeparam name="T2">What the second reader reads.</typeparam>
    /// <typeparam name="TResult">What the function makes of it.</typeparam>
    /// <param name="func">The function.</param>
    /// <param name="first">The first reader.</param>
    /// <param name="second">The second reader.</param>
    /// <remarks>Mirrors paddle.reader.map_readers.</remarks>
    public static Func<IEnumerable<TResult>> MapReaders<T1, T2, TResult>(Func<T1, T2, TResult> func, Func<IEnumerable<T1>> first, Func<IEnumerable<T2>> second)
    {
        ArgumentNullException.ThrowIfNull(func);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return () => first().Zip(second(), func);
    }

    /// <summary>What a function makes of one item of each of three readers; the shortest one ends all.</summary>
    /// <typeparam name="T1">What the first reader reads.</typeparam>
    /// <typeparam name="T2">What the second reader reads.</typeparam>
    /// <typeparam name="T3">What the third reader reads.</typeparam>
    /// <typeparam name="TResult">What the function makes of it.</typeparam>
    /// <param name="func">The function.</param>
    /// <param name="first">The first reader.</param>
    /// <param name="second">The second reader.</param>
    /// <param name="third">The third reader.</param>
    /// <remarks>Mirrors paddle.reader.map_readers.</remarks>
    public static Func<IEnumerable<TResult>> MapReaders<T1, T2, T3, TResult>(
        Func<T1, T2, T3, TResult> func, Func<IEnumerable<T1>> first, Func<IEnumerable<T2>> second, Func<IEnumerable<T3>> third)
    {
        ArgumentNullException.ThrowIfNull(func);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(third);
        return () => first().Zip(second(), third()).Select(items => func(items.First, items.Second, items.Third));
    }

    /// <summary>Reads a number of items ahead and gives them in random order, then the next, until the end.</summary>
    /// <typeparam name="T">What the reader reads.</typeparam>
    /// <param name="reader">The reader.</param>
    /// <param name="bufSize">How many items are shuffled among themselves; at least 1.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="bufSize"/> is below 1.</exception>
    /// <remarks>Mirrors paddle.reader.shuffle. Each time it is read the order is another; <c>Paddle.Seed</c> determines them all.</remarks>
    public static Func<IEnumerable<T>> Shuffle<T>(Func<IEnumerable<T>> reader, int bufSize)
    {
        ArgumentNullException.ThrowIfNull(reader);
        RequirePositive(bufSize, "Shuffle", "bufSize");
        return () => Shuffled(reader, bufSize);
    }

    internal static void RequirePositive(int value, string function, string parameter)
    {
        if (value < 1)
            throw new InvalidArgumentException($"{function}: {parameter} is {value}.", "It must be at least 1.");
    }

    private static void RequireReaders<T>(IReadOnlyList<Func<IEnumerable<T>>> readers, string function)
    {
        ArgumentNullException.ThrowIfNull(readers);
        for (int i = 0; i < readers.Count; i++)
        {
            if (readers[i] is null)
                throw new InvalidArgumentException($"{function}: reader {i} of {readers.Count} is null.");
        }
    }

    private static IEnumerable<T> Shuffled<T>(Func<IEnumerable<T>> reader, int bufSize)
    {
        foreach (T[] buffer in reader().Chunk(bufSize))
        {
            foreach (int i in Permutation.Of(buffer.Length, Generator.Default))
                yield return buffer[i];
        }
    }

    private static IEnumerable<Sample> Composed(IReadOnlyList<Func<IEnumerable<object?>>> readers, bool checkAlignment)
    {
        var sources = new List<IEnumerator<object?>>();
        try
        {
            foreach (Func<IEnumerable<object?>> reader in readers)
                sources.Add(reader().GetEnumerator());
            for (long items = 0; sources.Count > 0; items++)
            {
                var ended = new List<int>();
                for (int i = 0; i < sources.Count && (checkAlignment || ended.Count == 0); i++)
                {
                    if (!sources[i].MoveNext())
                        ended.Add(i);
                }
                if (checkAlignment && ended.Count > 0 && ended.Count < sources.Count)
                    throw new ComposeNotAligned(items, ended, sources.Count);
                if (ended.Count > 0)
                    yield break;
                yield return new Sample(sources.SelectMany(source => source.Current is Sample sample ? (IEnumerable<object?>)sample : [source.Current])
                    .ToArray());
            }
        }
        finally
        {
            foreach (IEnumerator<object?> source in sources)
                source.Dispose();
        }
    }
}
