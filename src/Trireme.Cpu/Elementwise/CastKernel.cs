using System.Numerics;
using System.Numerics.Tensors;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Elementwise;

/// <summary>Converts between element types; half-precision types go through float.</summary>
internal sealed unsafe class CastKernel : Kernel<CastOp>
{
    private const int Tile = 4096;

    protected override void Run(CastOp op, KernelContext k)
    {
        DTypeKind from = k.InMetaAt(0).DType.Kind, to = k.OutMetaAt(0).DType.Kind;
        int n = (int)k.InMetaAt(0).Shape.Numel;
        byte* x = (byte*)k.InPointerAt(0), y = (byte*)k.OutPointerAt(0);
        long bytes = (long)n * new DType(to).Size;
        var body = new Body(from, to, x, y, StreamingCopy.Suits(bytes, bytes) && StreamingCopy.Unaligned(y) == 0);
        if (n < Tile)
            body.Run(0, n);
        else
            Workers.ForChunks(n, Tile, 1, body);
    }

    private readonly struct Body(DTypeKind from, DTypeKind to, byte* x, byte* y, bool streams) : IRangeBody
    {
        public void Run(int start, int end)
        {
            byte* a = x + ((long)start * new DType(from).Size), b = y + ((long)start * new DType(to).Size);
            int n = end - start;
            switch (from)
            {
                case DTypeKind.Float32:
                    FromFloating((float*)a, b, n);
                    break;
                case DTypeKind.Float64:
                    FromFloating((double*)a, b, n);
                    break;
                case DTypeKind.Int64:
                    From((long*)a, b, n);
                    break;
                case DTypeKind.Int32:
                    From((int*)a, b, n);
                    break;
                case DTypeKind.Int16:
                    From((short*)a, b, n);
                    break;
                case DTypeKind.Int8:
                    From((sbyte*)a, b, n);
                    break;
                case DTypeKind.UInt64:
                    From((ulong*)a, b, n);
                    break;
                case DTypeKind.UInt8 or DTypeKind.Bool:
                    From(a, b, n);
                    break;
                default:
                    FromHalf(a, b, n);
                    break;
            }
            if (streams)
                StreamingCopy.Complete();
        }

        private void FromHalf(byte* a, byte* b, int n)
        {
            float* wide = Scratch.Own(n);
            if (from == DTypeKind.Float16)
            {
                TensorPrimitives.ConvertToSingle(new ReadOnlySpan<Half>(a, n), new Span<float>(wide, n));
            }
            else
            {
                for (int i = 0; i < n; i++)
                    wide[i] = (float)((BFloat16*)a)[i];
            }
            FromFloating(wide, b, n);
        }

        private void FromFloating<T>(T* a, byte* b, int n)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => From(a, b, n);

        private void From<T>(T* a, byte* b, int n)
            where T : unmanaged, INumber<T>
        {
            var source = new ReadOnlySpan<T>(a, n);
            switch (to)
            {
                case DTypeKind.Float32 when typeof(T) == typeof(long):
                    VectorFunctions.ToFloat((long*)a, (float*)b, n, streams);
                    break;
                case DTypeKind.Float32:
                    TensorPrimitives.ConvertTruncating(source, new Span<float>(b, n));
                    break;
                case DTypeKind.Float64:
                    TensorPrimitives.ConvertTruncating(source, new Span<double>(b, n));
                    break;
                case DTypeKind.Int64 when typeof(T) == typeof(float):
                    VectorFunctions.ToLong((float*)a, (long*)b, n, streams);
                    break;
                case DTypeKind.Int64:
                    TensorPrimitives.ConvertTruncating(source, new Span<long>(b, n));
                    break;
                case DTypeKind.Int32:
                    TensorPrimitives.ConvertTruncating(source, new Span<int>(b, n));
                    break;
                case DTypeKind.Int16:
                    Narrow<T, short>(source, (short*)b);
                    break;
                case DTypeKind.Int8:
                    Narrow<T, sbyte>(source, (sbyte*)b);
                    break;
                case DTypeKind.UInt64:
                    TensorPrimitives.ConvertTruncating(source, new Span<ulong>(b, n));
                    break;
                case DTypeKind.UInt8:
                    Narrow<T, byte>(source, b);
                    break;
                case DTypeKind.Bool:
                    VectorFunctions.ToBytes(a, b, n);
                    break;
                default:
                    ToHalf(source, b);
                    break;
            }
        }

        // Through long, so that values out of range wrap as C's conversions of integers do.
        private static void Narrow<T, TTo>(ReadOnlySpan<T> source, TTo* b)
            where T : unmanaged, INumber<T>
            where TTo : unmanaged, INumber<TTo>
        {
            for (int i = 0; i < source.Length; i++)
                b[i] = TTo.CreateTruncating(long.CreateTruncating(source[i]));
        }

        private void ToHalf<T>(ReadOnlySpan<T> source, byte* b)
            where T : unmanaged, INumber<T>
        {
            int n = source.Length;
            if (to == DTypeKind.Float16)
            {
                TensorPrimitives.ConvertTruncating(source, new Span<Half>(b, n));
                return;
            }
            for (int i = 0; i < n; i++)
                ((BFloat16*)b)[i] = (BFloat16)float.CreateTruncating(source[i]);
        }
    }
}
