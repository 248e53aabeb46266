using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class OneHotKernel : Kernel<OneHotOp>
{
    protected override void Run(OneHotOp op, KernelContext k)
    {
        DType dtype = op.Dtype;
        switch (dtype.Kind)
        {
            case DTypeKind.Float32:
                Fill(op, k, 1f);
                break;
            case DTypeKind.Float64:
                Fill(op, k, 1.0);
                break;
            case DTypeKind.Float16:
                Fill(op, k, (Half)1);
                break;
            case DTypeKind.BFloat16:
                Fill(op, k, (BFloat16)1f);
                break;
            case DTypeKind.Int64:
                Fill(op, k, 1L);
                break;
            case DTypeKind.UInt64:
                Fill(op, k, 1UL);
                break;
            case DTypeKind.Int32:
                Fill(op, k, 1);
                break;
            case DTypeKind.Int16:
                Fill(op, k, (short)1);
                break;
            default:
                Fill(op, k, (byte)1);
                break;
        }
    }

    private static void Fill<T>(OneHotOp op, KernelContext k, T one)
        where T : unmanaged
    {
        Data<T> y = k.Out<T>("Out");
        y.Span.Clear();
        bool wide = k.InMeta("X").DType == DType.Int64;
        long* ids64 = wide ? k.In<long>("X").Pointer : null;
        int* ids32 = wide ? null : k.In<int>("X").Pointer;
        int count = (int)k.InMeta("X").Shape.Numel;
        for (int i = 0; i < count; i++)
        {
            long id = ids64 == null ? ids32[i] : ids64[i];
            if ((ulong)id < (ulong)op.Depth)
                y.Pointer[((long)i * op.Depth) + id] = one;
            else if (!op.AllowOutOfRange)
                throw new OutOfRangeException($"one_hot_v2: {id} (element {i}) is outside [0, {op.Depth - 1}].", $"There are {op.Depth} classes.");
        }
    }
}
