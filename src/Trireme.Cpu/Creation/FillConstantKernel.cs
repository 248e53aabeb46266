using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Creation;

/// <summary>Fills a tensor with one value.</summary>
internal sealed unsafe class FillConstantKernel : Kernel<FillConstantOp>
{
    protected override void Run(FillConstantOp op, KernelContext k)
    {
        Scalar value = op.Number;
        if (k.Has("ValueTensor"))
        {
            Tensor given = k.Call.Inputs[^1]!;
            value = given.DType.IsFloating ? (Scalar)given.Item() : given.DType == DType.UInt64 ? (Scalar)given.Item<ulong>() : (Scalar)given.Item<long>();
        }
        DType dtype = k.OutMetaAt(0).DType;
        byte* y = (byte*)k.OutPointerAt(0);
        int n = (int)k.OutMetaAt(0).Shape.Numel;
        Tensor one = k.TryGetKept(out Tensor kept) && !k.Has("ValueTensor") ? kept : k.Keep(Literal.Of(value, dtype));
        switch (dtype.Size)
        {
            case 1:
                new Span<byte>(y, n).Fill(one.Span<byte>()[0]);
                break;
            case 2:
                new Span<ushort>(y, n).Fill(one.Span<ushort>()[0]);
                break;
            case 4:
                new Span<uint>(y, n).Fill(one.Span<uint>()[0]);
                break;
            default:
                new Span<ulong>(y, n).Fill(one.Span<ulong>()[0]);
                break;
        }
    }
}
