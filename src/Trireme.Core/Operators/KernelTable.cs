namespace Trireme.Operators;

/// <summary>The kernels there are, by operator record. Assemblies with kernels fill it when they are loaded, through generated code.</summary>
public static class KernelTable
{
    private static Kernel? _elementwise;

    /// <summary>Registers the CPU kernel of an operator.</summary>
    /// <typeparam name="TOp">The operator's record.</typeparam>
    /// <param name="kernel">Its kernel.</param>
    public static void AddCpu<TOp>(Kernel kernel)
        where TOp : Op
        => OpRegistry.Of(typeof(TOp)).CpuKernel = kernel;

    /// <summary>Registers the CPU kernel that runs every <see cref="ElementwiseOp"/> by its formula.</summary>
    /// <param name="kernel">The kernel.</param>
    public static void AddCpuElementwise(Kernel kernel) => _elementwise = kernel;

    internal static Kernel Cpu(Op op)
    {
        OpInfo info = op.Info;
        OperatorServices.EnsureLoaded();
        return info.CpuKernel ??= op is ElementwiseOp && _elementwise is { } kernel ? kernel
            : throw new PreconditionNotMetException($"{info.Type} has no CPU kernel.", null, "Reference the package Trireme, which brings the CPU kernels.");
    }
}
