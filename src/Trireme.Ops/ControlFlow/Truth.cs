namespace Trireme.Operators;

/// <summary>Reads the tensors of one element that steer programs.</summary>
internal static class Truth
{
    /// <summary>Whether a condition holds.</summary>
    public static bool Of(Tensor? tensor, string operatorType, string name)
    {
        if (tensor is not { DType.Kind: DTypeKind.Bool, Size: 1 })
            throw Refuse(tensor, operatorType, name, "a bool tensor of one element", "Compare with LessThan, Equal …; combine many with All or Any.");
        return tensor.Item<bool>();
    }

    /// <summary>An index or counter.</summary>
    public static int Index(Tensor? tensor, string operatorType, string name)
    {
        if (tensor is not { DType.IsInteger: true, Size: 1 })
            throw Refuse(tensor, operatorType, name, "an integer tensor of one element", "Make it with Paddle.Full([1], value, \"int64\").");
        long value = tensor.ItemAt<long>(0);
        return value is >= 0 and <= int.MaxValue ? (int)value : throw new OutOfRangeException($"{operatorType}: the index '{name}' is {value}.", "It must be 0 or more.");
    }

    private static InvalidArgumentException Refuse(Tensor? tensor, string operatorType, string name, string wanted, string remedy)
        => new($"{operatorType}: '{name}' is not {wanted}.", tensor is null ? "It has no value." : $"It is {tensor.Shape} {tensor.DType}.", remedy);
}
