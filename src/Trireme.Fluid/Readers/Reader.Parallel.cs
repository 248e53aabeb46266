using Trireme.Random;

namespace Trireme.Fluid;

public static partial class Reader
{
    /// <summary>Reads ahead in a background thread.</summary>
    /// <typeparam name="T">What the reader reads.</typeparam>
    /// <param name="reader">The reader; it runs in the thread.</param>
    /// <param name="size">How many items may be ready at a time; at least 1.</param>
    /// <returns>A reader of the same items in the same order. An error of <paramref name="reader"/> reaches whoever reads, after the items before it.</returns>
    /// <exception cref="InvalidArgumentException"><paramref name="size"/> is below 1.</exception>
    /// <remarks>Mirrors paddle.reader.buffered. The thread ends with the enumeration, also with one that is left early: then after the item it is at.</remarks>
    public static Func<IEnumerable<T>> Buffered<T>(Func<IEnumerable<T>> reader, int size)
    {
        ArgumentNullException.ThrowIfNull(reader);
        RequirePositive(size, "Buffered", "size");
        return () => ReadAhead<T>.Run(size, "Reader.Buffered", [queue => queue.PutAll(reader)]);
    }

    /// <summary>Reads several readers at once, each in a thread of its own, and gives the items as they come.</summary>
    /// <typeparam name="T">What the readers read.</typeparam>
    /// <param name="readers">The readers; at least one.</param>
    /// <param name="usePipe">Paddle's choice between pipes and queues for its processes; threads need neither.</param>
    /// <param name="queueSize">How many items may be ready at a time; at least 1.</param>
    /// <returns>A reader of all items of all readers, those of one reader in order. An error of one reaches whoever reads.</returns>
    /// <exception cref="InvalidArgumentException">There is no reader, or <paramref name="queueSize"/> is below 1.</exception>
    /// <remarks>Mirrors paddle.reader.multiprocess_reader, with threads: .NET's run at the same time, so processes would bring nothing.</remarks>
    public static Func<IEnumerable<T>> MultiprocessReader<T>(IReadOnlyList<Func<IEnumerable<T>>> readers, bool usePipe = true, int queueSize = 1000)
    {
        _ = usePipe;
        RequireReaders(readers, "MultiprocessReader");
        if (readers.Count == 0)
            throw new InvalidArgumentException("MultiprocessReader: there are no readers.", null, "Pass at least one.");
        RequirePositive(queueSize, "MultiprocessReader", "queueSize");
        return () => ReadAhead<T>.Run(queueSize, "Reader.MultiprocessReader",
            readers.Select(reader => (Action<ReadAhead<T>>)(queue => queue.PutAll(reader))).ToArray());
    }

    /// <summary>What a function makes of each item, with several threads.</summary>
    /// <typeparam name="T">What the reader reads.</typeparam>
    /// <typeparam name="TResult">What the function makes of it.</typeparam>
    /// <param name="mapper">The function; several threads call it at once.</param>
    /// <param name="reader">The reader; one thread at a time reads it.</param>
    /// <param name="processNum">How many threads; at least 1.</param>
    /// <param name="bufferSize">How many results may be ready at a time; at least 1.</param>
    /// <param name="order">Whether results come in the order of the items; otherwise as they are ready.</param>
    /// <returns>A reader of the results. An error of the reader or the function reaches whoever reads, with <paramref name="order"/> where the result would
    /// be.</returns>
    /// <exception cref="InvalidArgumentException">A number is below 1.</exception>
    /// <remarks>Mirrors paddle.reader.xmap_readers. What the function draws at random depends on the item's number, not on the thread.</remarks>
    public static Func<IEnumerable<TResult>> XmapReaders<T, TResult>(
        Func<T, TResult> mapper, Func<IEnumerable<T>> reader, int processNum, int bufferSize, bool order = false)
    {
        ArgumentNullException.ThrowIfNull(mapper);
        ArgumentNullException.ThrowIfNull(reader);
        RequirePositive(processNum, "XmapReaders", "processNum");
        RequirePositive(bufferSize, "XmapReaders", "bufferSize");
        return () => Mapped(mapper, reader, processNum, bufferSize, order);
    }

    private static IEnumerable<TResult> Mapped<T, TResult>(Func<T, TResult> mapper, Func<IEnumerable<T>> reader, int processNum, int bufferSize, bool order)
    {
        // Disposed after the inner enumeration, whose end waits for the threads that read here.
        using var source = new SharedSource<T>(reader, Generator.Default.Next().Bits64());
        ulong seed = Generator.Default.Next().Bits64();
        Action<ReadAhead<TResult>>[] workers = Enumerable.Repeat<Action<ReadAhead<TResult>>>(Work, processNum).ToArray();
        foreach (TResult result in ReadAhead<TResult>.Run(bufferSize, "Reader.XmapReaders", workers))
            yield return result;

        void Work(ReadAhead<TResult> queue)
        {
            var generator = new Generator(seed);
            using Generator.Override scope = generator.UseOnThisThread();
            long number = 0;
            try
            {
                while (source.TryTake(out T item, out number))
                {
                    generator.State = new RandomState(seed, (ulong)number << 32);
                    if (!queue.Put(mapper(item), order ? number : null))
                        return;
                }
            }
            catch (Exception e)
            {
                queue.Fail(e, order ? number : null);
            }
        }
    }
}
