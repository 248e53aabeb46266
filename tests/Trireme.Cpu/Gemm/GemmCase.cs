using System.Numerics;
using System.Runtime.InteropServices;
using Trireme.Cpu;

namespace Trireme.Tests.Cpu;

/// <summary>
/// One product with operands of its own: computes C by the kernel under test and by the sum in double precision, and compares every
/// element, those between the rows of C included.
/// </summary>
internal sealed unsafe class GemmCase<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _aLength, _bLength, _cLength;
    private readonly T* _c0;

    public GemmCase(System.Random random, bool transA, bool transB, int m, int n, int k, int slack = 0, int batch = 1)
    {
        (TransA, TransB, M, N, K) = (transA, transB, m, n, k);
        Lda = (transA ? m : k) + slack;
        Ldb = (transB ? k : n) + slack;
        Ldc = n + slack;
        _aLength = (transA ? k : m) * Lda;
        _bLength = (transB ? n : k) * Ldb;
        _cLength = m * Ldc;
        A = Draw(random, _aLength * batch);
        B = Draw(random, _bLength * batch);
        C = Draw(random, _cLength * batch);
        _c0 = Draw(random, _cLength * batch);
        RowBias = Draw(random, m);
        ColumnBias = Draw(random, n);
        new Span<T>(C, _cLength * batch).CopyTo(new Span<T>(_c0, _cLength * batch));
        Batch = batch;
    }

    public bool TransA { get; }
    public bool TransB { get; }
    public int M { get; }
    public int N { get; }
    public int K { get; }
    public int Lda { get; }
    public int Ldb { get; }
    public int Ldc { get; }
    public int Batch { get; }
    public T* A { get; }
    public T* B { get; }
    public T* C { get; }
    public T* RowBias { get; }
    public T* ColumnBias { get; }
    public long StrideA => _aLength;
    public long StrideB => _bLength;
    public long StrideC => _cLength;
    public ReadOnlySpan<T> Result => new(C, _cLength * Batch);

    public void Dispose()
    {
        foreach (nint block in new[] { (nint)A, (nint)B, (nint)C, (nint)_c0, (nint)RowBias, (nint)ColumnBias })
            NativeMemory.AlignedFree((void*)block);
    }

    /// <summary>Puts the C of the beginning back.</summary>
    public void Reset() => new Span<T>(_c0, _cLength * Batch).CopyTo(new Span<T>(C, _cLength * Batch));

    public void Check(double alpha, double beta, bool rowBias = false, bool columnBias = false, bool relu = false, bool sharedB = false)
    {
        double unit = sizeof(T) == sizeof(float) ? 6e-8 : 1.2e-16;
        for (int item = 0; item < Batch; item++)
        {
            T* a = A + (item * StrideA), b = B + (sharedB ? 0 : item * StrideB), c = C + (item * StrideC), c0 = _c0 + (item * StrideC);
            for (int i = 0; i < M; i++)
            {
                for (int j = 0; j < Ldc; j++)
                {
                    double actual = double.CreateChecked(c[(i * Ldc) + j]), before = double.CreateChecked(c0[(i * Ldc) + j]);
                    if (j >= N)
                    {
                        Assert.Equal(before, actual);
                        continue;
                    }
                    double sum = 0, size = 0;
                    for (int p = 0; p < K; p++)
                    {
                        double term = double.CreateChecked(TransA ? a[(p * Lda) + i] : a[(i * Lda) + p])
                            * double.CreateChecked(TransB ? b[(j * Ldb) + p] : b[(p * Ldb) + j]);
                        sum += term;
                        size += Math.Abs(term);
                    }
                    double expected = alpha * sum;
                    if (beta != 0)
                        expected += beta * before;
                    if (rowBias)
                        expected += double.CreateChecked(RowBias[i]);
                    if (columnBias)
                        expected += double.CreateChecked(ColumnBias[j]);
                    if (relu)
                        expected = Math.Max(0, expected);
                    double tolerance = unit * (((K + 4) * (Math.Abs(alpha) * size)) + (4 * (2 + Math.Abs(beta))));
                    if (!(Math.Abs(actual - expected) <= tolerance))
                    {
                        Assert.Fail(
                            $"{(TransA ? 'T' : 'N')}{(TransB ? 'T' : 'N')} m {M} n {N} k {K} ld {Lda} {Ldb} {Ldc} alpha {alpha} beta {beta} item {item}: "
                            + $"C[{i}, {j}] is {actual}, not {expected}");
                    }
                }
            }
        }
    }

    private static T* Draw(System.Random random, int length)
    {
        // No room behind the last element beyond what alignment gives: a kernel that reads further reads noise.
        T* data = (T*)NativeMemory.AlignedAlloc((nuint)Math.Max(1, length) * (nuint)sizeof(T), 64);
        for (int i = 0; i < length; i++)
            data[i] = T.CreateChecked((random.NextDouble() * 2) - 1);
        return data;
    }
}
