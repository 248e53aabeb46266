using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Trireme.Operators;

/// <summary>Out [T, num_hash, 1] = numbers in [0, mod_by) made of the bytes of each row of X [T, D]: the hash k is seeded with k.</summary>
/// <param name="NumHash">How many hashes a row gets.</param>
/// <param name="ModBy">The number of values.</param>
/// <remarks>The hash is XXH64; elements are taken in the byte order and width of X, int32 or int64.</remarks>
[Op("hash", "X -> Out", NoGradient = "Its input are tokens.")]
public sealed record HashOp(int NumHash = 1, long ModBy = 100000) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(NumHash > 0 && ModBy > 0, $"num_hash {NumHash} and mod_by {ModBy} must be positive.");
        c.Require(c["X"].Shape.Rank >= 2 && (c["X"].DType == DType.Int32 || c["X"].DType == DType.Int64), "X must be [T, D], int32 or int64.");
        c["Out"] = new TensorMeta((c["X"].Shape[0], NumHash, 1), DType.Int64);
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"];
        byte[] bytes = x.DType == DType.Int32 ? MemoryMarshal.AsBytes<int>(x.ToArray<int>()).ToArray() : MemoryMarshal.AsBytes<long>(x.ToArray<long>()).ToArray();
        int rows = x.Shape[0], width = rows == 0 ? 0 : bytes.Length / rows;
        var hashes = new long[rows * NumHash];
        for (int i = 0; i < hashes.Length; i++)
            hashes[i] = (long)(XxHash64.Of(bytes.AsSpan(i / NumHash * width, width), (ulong)(i % NumHash)) % (ulong)ModBy);
        c["Out"] = Tensor.From<long>(hashes, (rows, NumHash, 1));
    }
}

/// <summary>The 64-bit xxHash, as its specification describes it (Collet, 2012).</summary>
internal static class XxHash64
{
    private const ulong Prime1 = 0x9E3779B185EBCA87, Prime2 = 0xC2B2AE3D27D4EB4F, Prime3 = 0x165667B19E3779F9, Prime4 = 0x85EBCA77C2B2AE63, Prime5 = 0x27D4EB2F165667C5;

    public static ulong Of(ReadOnlySpan<byte> data, ulong seed)
    {
        ulong length = (ulong)data.Length, hash = seed + Prime5;
        if (data.Length >= 32)
        {
            ulong a = seed + Prime1 + Prime2, b = seed + Prime2, c = seed, d = seed - Prime1;
            for (; data.Length >= 32; data = data[32..])
            {
                a = Round(a, Word(data));
                b = Round(b, Word(data[8..]));
                c = Round(c, Word(data[16..]));
                d = Round(d, Word(data[24..]));
            }
            hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
            foreach (ulong lane in (ReadOnlySpan<ulong>)[a, b, c, d])
                hash = ((hash ^ Round(0, lane)) * Prime1) + Prime4;
        }
        hash += length;
        for (; data.Length >= 8; data = data[8..])
            hash = (BitOperations.RotateLeft(hash ^ Round(0, Word(data)), 27) * Prime1) + Prime4;
        if (data.Length >= 4)
        {
            hash = (BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(data) * Prime1), 23) * Prime2) + Prime3;
            data = data[4..];
        }
        foreach (byte value in data)
            hash = BitOperations.RotateLeft(hash ^ (value * Prime5), 11) * Prime1;
        hash = (hash ^ (hash >> 33)) * Prime2;
        hash = (hash ^ (hash >> 29)) * Prime3;
        return hash ^ (hash >> 32);
    }

    private static ulong Word(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt64LittleEndian(data);

    private static ulong Round(ulong lane, ulong word) => BitOperations.RotateLeft(lane + (word * Prime2), 31) * Prime1;
}
