using System.Runtime.CompilerServices;

namespace Trireme.Operators;

/// <summary>The few operators that Core itself calls. The operator library registers them; the arrow of references points the other way.</summary>
public abstract class OperatorServices
{
    private static OperatorServices? _current;
    private static bool _loaded;

    /// <summary>The registered services.</summary>
    internal static OperatorServices Current => _current ?? Load();

    /// <summary>Registers the services. Called once, when the operator library is loaded.</summary>
    /// <param name="services">The implementation.</param>
    public static void Register(OperatorServices services) => _current = services;

    /// <summary>x + y.</summary>
    /// <param name="x">One tensor.</param>
    /// <param name="y">Another of the same shape and element type.</param>
    public abstract Tensor Add(Tensor x, Tensor y);

    /// <summary>target += value, in place and outside the tape.</summary>
    /// <param name="target">The tensor to change.</param>
    /// <param name="value">A tensor of the same shape and element type.</param>
    public abstract void AddInPlace(Tensor target, Tensor value);

    /// <summary>Sums over the dimensions along which <paramref name="shape"/> was stretched to x's shape.</summary>
    /// <param name="x">The tensor to reduce.</param>
    /// <param name="shape">A shape that broadcasts to x's.</param>
    public abstract Tensor SumTo(Tensor x, Shape shape);

    /// <summary>A tensor filled with one value.</summary>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="value">Its value.</param>
    /// <param name="dtype">Its element type.</param>
    public abstract Tensor Full(Shape shape, double value, DType dtype);

    /// <summary>x[index].</summary>
    /// <param name="x">The tensor to index.</param>
    /// <param name="index">One item a dimension, as in Python.</param>
    public abstract Tensor GetItem(Tensor x, ReadOnlySpan<TensorIndex> index);

    /// <summary>x[index] = value.</summary>
    /// <param name="x">The tensor to change.</param>
    /// <param name="index">One item a dimension, as in Python.</param>
    /// <param name="value">The new values; broadcast to the place.</param>
    public abstract void SetItem(Tensor x, ReadOnlySpan<TensorIndex> index, Tensor value);

    /// <summary>The operator that adds any number of tensors.</summary>
    public abstract Op Sum { get; }

    /// <summary>The operator that copies a tensor.</summary>
    public abstract Op Assign { get; }

    /// <summary>The operator that adds lists of tensors, one by one.</summary>
    public abstract Op SumOfArrays { get; }

    /// <summary>The operator that makes a tensor of one value: from nothing where the shape is known, else from the tensor it shall be like.</summary>
    /// <param name="like">Shape and element type.</param>
    /// <param name="value">The value.</param>
    public abstract Op Filling(TensorMeta like, double value);

    // The operator library may have been loaded before, by someone who uses its types; the kernels are loaded with it or by this.
    internal static void EnsureLoaded()
    {
        if (!_loaded)
            Load();
    }

    // Loading by name keeps Core free of a reference to what is built on it; the constant names are seen by the trimmer.
    private static OperatorServices Load()
    {
        RunModuleInitializer(Type.GetType("Trireme.Operators.OperatorLibrary, Trireme.Ops"));
        RunModuleInitializer(Type.GetType("Trireme.Cpu.CpuBackend, Trireme.Cpu"));
        RunModuleInitializer(Type.GetType("Trireme.Compiler.CompilerBackend, Trireme.Compiler"));
        _loaded = true;
        return _current ?? throw new PreconditionNotMetException("The operator library Trireme.Ops could not be loaded.",
            null, "Reference the package Trireme, which brings it.");
    }

    private static void RunModuleInitializer(Type? type)
    {
        if (type is not null)
            RuntimeHelpers.RunModuleConstructor(type.Module.ModuleHandle);
    }
}
