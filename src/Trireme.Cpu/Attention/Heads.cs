namespace Trireme.Cpu.Attention;

/// <summary>Where the rows of a head lie in tensors [batch, length, heads, size].</summary>
internal readonly struct Heads
{
    public Heads(Shape query, Shape value)
    {
        (Batch, M, PerBatch, D) = (query[0], query[1], query[2], query[3]);
        (N, DValue) = (value[1], value[3]);
    }

    public int Batch { get; }

    /// <summary>Positions that ask.</summary>
    public int M { get; }

    /// <summary>Positions that are asked.</summary>
    public int N { get; }

    public int PerBatch { get; }

    public int D { get; }

    public int DValue { get; }

    public int Count => Batch * PerBatch;

    /// <summary>The distance between two positions of a head in Query and Key.</summary>
    public int QueryStride => PerBatch * D;

    /// <summary>The same in Value and Out.</summary>
    public int ValueStride => PerBatch * DValue;

    public long Query(int head) => ((long)(head / PerBatch) * M * QueryStride) + (head % PerBatch * D);

    public long Key(int head) => ((long)(head / PerBatch) * N * QueryStride) + (head % PerBatch * D);

    public long Value(int head) => ((long)(head / PerBatch) * N * ValueStride) + (head % PerBatch * DValue);

    public long Output(int head) => ((long)(head / PerBatch) * M * ValueStride) + (head % PerBatch * DValue);
}
