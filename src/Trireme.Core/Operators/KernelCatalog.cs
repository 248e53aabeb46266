namespace Trireme.Operators;

/// <summary>The kernels of an assembly, each made when it is first needed. Generated code derives from it.</summary>
/// <param name="records">A line for each kernel: the full name of the record of the operator it runs.</param>
public abstract class KernelCatalog(string records)
{
    internal string[] Records { get; } = records.Split('\n');

    /// <summary>Makes a kernel. Two threads may ask at once; kernels hold no state, so that either serves.</summary>
    /// <param name="index">The number of its line.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such line.</exception>
    public abstract Kernel Create(int index);
}
