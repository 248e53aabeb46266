using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

/// <summary>Which element type a kernel runs on.</summary>
internal static class KernelTypes
{
    public static DTypeKind First(KernelContext k) => FirstType(k).Kind;

    public static int Width(KernelContext k) => FirstType(k).Size;

    /// <summary>The first floating point type among the inputs, then the outputs.</summary>
    public static DTypeKind Floating(KernelContext k)
    {
        foreach (Tensor? tensor in k.Call.Inputs)
        {
            if (tensor is not null && tensor.DType.IsFloating)
                return tensor.DType.Kind;
        }
        foreach (Tensor tensor in k.Call.Outputs)
        {
            if (tensor is not null && tensor.DType.IsFloating)
                return tensor.DType.Kind;
        }
        return DTypeKind.Float32;
    }

    private static DType FirstType(KernelContext k)
    {
        foreach (Tensor? tensor in k.Call.Inputs)
        {
            if (tensor is not null)
                return tensor.DType;
        }
        return k.Call.OutputMetas[0].DType;
    }
}
