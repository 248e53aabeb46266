using System.Numerics.Tensors;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

/// <summary>Runs a kernel on float copies of half-precision tensors and rounds what it wrote.</summary>
internal static class HalfPrecision
{
    public static void Run(Op op, KernelContext k, Kernel kernel)
    {
        OpCall call = k.Call;
        var wide = new OpCall(call.Op, call.Info, Array.ConvertAll(call.Inputs, Widen), call.InputStarts);
        wide.CopyLayout(call, Array.ConvertAll(call.OutputMetas, m => m with { DType = IsHalf(m.DType) ? DType.Float32 : m.DType }));
        for (int i = 0; i < wide.Outputs.Length; i++)
        {
            Tensor output = call.Outputs[i];
            int input = output is null ? -1 : Array.IndexOf(call.Inputs, output);
            // An output that overwrites an input must see the input's values, widened.
            wide.Outputs[i] = output is null || !IsHalf(output.DType) ? output! : input >= 0 ? wide.Inputs[input]! : Tensor.Allocate(output.Shape, DType.Float32);
        }
        wide.Execute(kernel);
        for (int i = 0; i < wide.Outputs.Length; i++)
        {
            Tensor result = wide.Outputs[i];
            if (result is null || ReferenceEquals(result, call.Outputs[i]))
                continue;
            call.Outputs[i] ??= Tensor.Allocate(result.Shape, call.OutputMetas[i].DType);
            if (result.DType == call.Outputs[i].DType)
                result.RawBytes().CopyTo(call.Outputs[i].RawBytes());
            else
                Narrow(result, call.Outputs[i]);
        }
    }

    private static bool IsHalf(DType dtype) => dtype.Kind is DTypeKind.Float16 or DTypeKind.BFloat16;

    private static Tensor? Widen(Tensor? tensor)
    {
        if (tensor is null || !IsHalf(tensor.DType))
            return tensor;
        Tensor wide = Tensor.Allocate(tensor.Shape, DType.Float32);
        Span<float> to = wide.Span<float>();
        if (tensor.DType.Kind == DTypeKind.Float16)
        {
            TensorPrimitives.ConvertToSingle(tensor.Span<Half>(), to);
        }
        else
        {
            Span<BFloat16> from = tensor.Span<BFloat16>();
            for (int i = 0; i < to.Length; i++)
                to[i] = (float)from[i];
        }
        GC.KeepAlive(tensor);
        return wide;
    }

    private static void Narrow(Tensor wide, Tensor tensor)
    {
        Span<float> from = wide.Span<float>();
        if (tensor.DType.Kind == DTypeKind.Float16)
        {
            TensorPrimitives.ConvertToHalf(from, tensor.Span<Half>());
        }
        else
        {
            Span<BFloat16> to = tensor.Span<BFloat16>();
            for (int i = 0; i < from.Length; i++)
                to[i] = (BFloat16)from[i];
        }
        GC.KeepAlive(wide);
    }
}
