using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Elementwise;

/// <summary>Runs every element-wise operator by its formula, compiled once to steps that run over tiles of the first cache level.</summary>
internal sealed unsafe class ElementwiseKernel : Kernel
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Core finds the kernels when this assembly is loaded.")]
    internal static void Register() => KernelTable.AddCpuElementwise(new ElementwiseKernel());

    public override void Run(Op op, KernelContext k)
    {
        FormulaCache cache = ((ElementwiseOp)op).Cache;
        var program = (FormulaProgram?)cache.Program;
        if (program is null)
            cache.Program = program = new FormulaProgram(cache.Formula, k.InputCount);
        switch (k.InMetaAt(0).DType.Kind)
        {
            case DTypeKind.Float32:
                Run(FloatArithmetic<float>.Instance, program, k);
                break;
            case DTypeKind.Float64:
                Run(FloatArithmetic<double>.Instance, program, k);
                break;
            case DTypeKind.Int64:
                Run(IntegerArithmetic<long>.Instance, program, k);
                break;
            case DTypeKind.Int32:
                Run(IntegerArithmetic<int>.Instance, program, k);
                break;
            case DTypeKind.Int16:
                Run(IntegerArithmetic<short>.Instance, program, k);
                break;
            case DTypeKind.Int8:
                Run(IntegerArithmetic<sbyte>.Instance, program, k);
                break;
            case DTypeKind.UInt64:
                Run(IntegerArithmetic<ulong>.Instance, program, k);
                break;
            case DTypeKind.UInt8:
                Run(IntegerArithmetic<byte>.Instance, program, k);
                break;
            case DTypeKind.Bool:
                Run(BoolArithmetic.Instance, program, k);
                break;
            default:
                HalfPrecision.Run(op, k, this);
                break;
        }
    }

    private static void Run<T>(Arithmetic<T> arithmetic, FormulaProgram program, KernelContext k)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        int inputs = k.InputCount;
        TensorMeta result = k.OutMetaAt(0);
        int count = (int)result.Shape.Numel;
        if (count == 0)
            return;
        Operand<T>* operands = stackalloc Operand<T>[inputs];
        bool isFlat = true;
        for (int i = 0; i < inputs; i++)
        {
            Shape shape = k.InMetaAt(i).Shape;
            bool same = shape == result.Shape;
            operands[i] = new Operand<T>((T*)k.InPointerAt(i), !same || count == 1);
            isFlat &= same || shape.Numel == 1;
        }
        bool narrow = result.DType.Kind == DTypeKind.Bool && sizeof(T) != 1;
        int run = isFlat ? count : result.Shape[-1];
        bool isLarge = !narrow && StreamingCopy.Suits((long)count * sizeof(T), (long)run * sizeof(T));
        // A run of one step that is not over lanes is written past the caches by the library's routine.
        bool streams = isLarge && !(isFlat && program.Steps.Length == 1 && !TileRunner<T>.EndsInLanes(program));
        LaneLoop? loop = typeof(T) == typeof(float) && !narrow ? program.LoopFor(count) : null;
        var tiles = new TileRunner<T>(arithmetic, program, inputs, narrow, streams, loop);
        void* target = (void*)k.OutPointerAt(0);
        if (!isFlat)
            BroadcastLoop<T>.Run(tiles, operands, k, (byte*)target);
        else if ((long)count * program.Cost < 20_000)
            tiles.Run(operands, (byte*)target, count);
        else
            FlatLoop<T>.Run(tiles, operands, (byte*)target, count, isLarge);
    }
}
