namespace Trireme.Operators;

/// <summary>How one kind of device computes one operator.</summary>
public abstract class Kernel
{
    /// <summary>Computes the outputs.</summary>
    /// <param name="op">The operator with its attributes.</param>
    /// <param name="k">Inputs and outputs.</param>
    public abstract void Run(Op op, KernelContext k);
}
