using Trireme.Fluid;

namespace Trireme;

/// <summary>Reading data the 1.x way: members of <see cref="Paddle"/> that live with the readers.</summary>
public static class PaddleReaders
{
    extension(Paddle)
    {
        /// <summary>Makes of a reader of samples a reader of batches.</summary>
        /// <typeparam name="T">What the reader reads, usually an <see cref="IO.Sample"/>.</typeparam>
        /// <param name="reader">The reader.</param>
        /// <param name="batchSize">How many items a batch has; at least 1.</param>
        /// <param name="dropLast">Whether a last batch with fewer items is left out.</param>
        /// <exception cref="InvalidArgumentException"><paramref name="batchSize"/> is below 1.</exception>
        /// <remarks>Mirrors paddle.batch.</remarks>
        public static Func<IEnumerable<List<T>>> Batch<T>(Func<IEnumerable<T>> reader, int batchSize, bool dropLast = false)
        {
            ArgumentNullException.ThrowIfNull(reader);
            Reader.RequirePositive(batchSize, "Batch", "batchSize");
            return () => Batches(reader, batchSize, dropLast);
        }
    }

    private static IEnumerable<List<T>> Batches<T>(Func<IEnumerable<T>> reader, int batchSize, bool dropLast)
    {
        List<T> batch = [];
        foreach (T item in reader())
        {
            batch.Add(item);
            if (batch.Count < batchSize)
                continue;
            yield return batch;
            batch = [];
        }
        if (batch.Count > 0 && !dropLast)
            yield return batch;
    }
}
