using System.Collections.Concurrent;

namespace Trireme.Operators;

/// <summary>The kernels there are, by operator record. Assemblies with kernels fill it when they are loaded, through generated code.</summary>
public static class KernelTable
{
    private static readonly ConcurrentDictionary<string, (KernelCatalog Catalog, int Index)> Kernels = new();
    private static Kernel? _elementwise;

    /// <summary>Registers CPU kernels.</summary>
    /// <param name="catalog">The kernels.</param>
    public static void AddCpu(KernelCatalog catalog)
    {
        for (int i = 0; i < catalog.Records.Length; i++)
            Kernels[catalog.Records[i]] = (catalog, i);
    }

    /// <summary>Registers the CPU kernel that runs every <see cref="ElementwiseOp"/> by its formula.</summary>
    /// <param name="kernel">The kernel.</param>
    public static void AddCpuElementwise(Kernel kernel) => _elementwise = kernel;

    internal static bool HasCpu(Type record) => Kernels.ContainsKey(record.FullName!);

    internal static Kernel Cpu(Op op)
    {
        OpInfo info = op.Info;
        OperatorServices.EnsureLoaded();
        if (info.CpuKernel is { } known)
            return known;
        return info.CpuKernel = Kernels.TryGetValue(info.RecordType.FullName!, out (KernelCatalog Catalog, int Index) found)
            ? found.Catalog.Create(found.Index)
            : op is ElementwiseOp && _elementwise is { } kernel ? kernel
            : throw new PreconditionNotMetException($"{info.Type} has no CPU kernel.", null, "Reference the package Trireme, which brings the CPU kernels.");
    }
}
