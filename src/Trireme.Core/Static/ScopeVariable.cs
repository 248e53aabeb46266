namespace Trireme.Static;

/// <summary>The place of one value in a <see cref="Scope"/>: a tensor, a list of tensors, a reader.</summary>
/// <remarks>Mirrors core.Variable.</remarks>
public sealed class ScopeVariable
{
    internal object? Value { get; set; }

    /// <summary>Whether there is a value.</summary>
    public bool IsInitialized => Value is not null;

    /// <summary>The tensor.</summary>
    /// <exception cref="PreconditionNotMetException">There is no value yet, or it is no tensor.</exception>
    /// <remarks>Mirrors Variable.get_tensor.</remarks>
    public Tensor GetTensor() => Value as Tensor ?? throw new PreconditionNotMetException("The variable holds no tensor.",
        Value is null ? "It has no value yet." : $"It holds a {Value.GetType().Name}.", "Run the startup program first.");

    /// <summary>The list of tensors.</summary>
    /// <exception cref="PreconditionNotMetException">There is no value yet, or it is no list of tensors.</exception>
    /// <remarks>Mirrors Variable.get_lod_tensor_array.</remarks>
    public TensorArray GetLodTensorArray() => Value as TensorArray ?? throw new PreconditionNotMetException("The variable holds no list of tensors.",
        Value is null ? "It has no value yet." : $"It holds a {Value.GetType().Name}.", "Set one, or run a program that writes it.");

    /// <summary>Gives the variable a list of tensors.</summary>
    /// <param name="value">The list.</param>
    public void Set(TensorArray value) => Value = value;

    /// <summary>Gives a variable that outlives runs a copy of a value.</summary>
    internal void Give(string name, Tensor value)
    {
        Tensor own = value.Copy();
        (own.Persistable, own.Name, own.Lod) = (true, name, value.Lod);
        Set(own);
    }

    /// <summary>Gives the variable a tensor. A tensor that is there already takes over the new values where they fit.</summary>
    /// <param name="value">The tensor.</param>
    public void Set(Tensor value)
    {
        if (Value is Tensor { Persistable: true } known && known.Shape == value.Shape && known.DType == value.DType && !ReferenceEquals(known, value))
        {
            known.SetValue(value);
            known.Lod = value.Lod;
        }
        else
        {
            Value = value;
        }
    }
}
