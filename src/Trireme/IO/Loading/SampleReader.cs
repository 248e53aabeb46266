using Trireme.Random;

namespace Trireme.IO;

/// <summary>Reads the samples of a batch so that random transforms draw the same numbers whichever thread reads them.</summary>
internal sealed class SampleReader(Dataset dataset, Func<IReadOnlyList<Sample>, Tensor[]> collate, ulong seed)
{
    public Tensor[] Read(long batch, IReadOnlyList<int> indices)
    {
        var generator = new Generator(seed);
        using Generator.Override scope = generator.UseOnThisThread();
        var samples = new Sample[indices.Count];
        for (int i = 0; i < samples.Length; i++)
        {
            generator.State = new RandomState(seed + (ulong)batch, (ulong)i << 32);
            try
            {
                samples[i] = dataset[indices[i]];
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new DataLoaderException($"DataLoader: reading sample {indices[i]} failed: {e.Message}", indices[i], e);
            }
        }
        return Put(samples);
    }

    public Tensor[] Put(IReadOnlyList<Sample> samples)
    {
        try
        {
            return collate(samples);
        }
        catch (Exception e) when (e is not OperationCanceledException and not DataLoaderException)
        {
            throw new DataLoaderException($"DataLoader: putting a batch together failed: {e.Message}", -1, e);
        }
    }
}
