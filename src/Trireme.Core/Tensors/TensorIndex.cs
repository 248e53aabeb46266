namespace Trireme;

/// <summary>One item of an index: an integer, a range, <c>^1</c>, a new axis, <c>..</c> for the rest, or a tensor of integers or bools.</summary>
/// <remarks><c>x[0, 1..3, ^1]</c>; <see cref="NewAxis"/> is Python's None, <see cref="Ellipsis"/> its <c>...</c>; <see cref="Slice"/> has a step.</remarks>
public readonly struct TensorIndex
{
    internal TensorIndex(TensorIndexKind kind, Tensor? tensor = null, int? start = null, int? stop = null, int step = 1)
    {
        Kind = kind;
        Tensor = tensor;
        Start = start;
        Stop = stop;
        Step = step;
    }

    /// <summary>A new dimension of size 1: Python's <c>None</c>.</summary>
    public static TensorIndex NewAxis => new(TensorIndexKind.NewAxis);

    /// <summary>All dimensions that the other items leave: Python's <c>...</c>.</summary>
    public static TensorIndex Ellipsis => new(TensorIndexKind.Ellipsis);

    internal TensorIndexKind Kind { get; }

    internal Tensor? Tensor { get; }

    internal int? Start { get; }

    internal int? Stop { get; }

    internal int Step { get; }

    /// <summary>Python's <c>start:stop:step</c>; negative positions count from the end.</summary>
    /// <param name="start">Where to begin; null for the end that the step comes from.</param>
    /// <param name="stop">Where to stop, exclusive; null for the end that the step goes to.</param>
    /// <param name="step">The distance between elements; not 0.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="step"/> is 0.</exception>
    public static TensorIndex Slice(int? start = null, int? stop = null, int step = 1)
        => step != 0 ? new(TensorIndexKind.Slice, null, start, stop, step) : throw new InvalidArgumentException("Slice: step is 0.", "It must be positive or negative.");

    /// <summary>One position; the dimension goes away.</summary>
    /// <param name="position">The position; negative counts from the end.</param>
    public static implicit operator TensorIndex(int position) => new(TensorIndexKind.Position, start: position);

    /// <summary>One position; the dimension goes away.</summary>
    /// <param name="position">The position; <c>^1</c> is the last.</param>
    public static implicit operator TensorIndex(Index position)
        => new(TensorIndexKind.Position, start: position.IsFromEnd ? -position.Value : position.Value);

    /// <summary>A range; <c>..</c> is a whole dimension.</summary>
    /// <param name="range">The range.</param>
    public static implicit operator TensorIndex(Range range)
    {
        int? start = range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value;
        int? stop = !range.End.IsFromEnd ? range.End.Value : range.End.Value == 0 ? null : -range.End.Value;
        return new(TensorIndexKind.Slice, null, start, stop, 1);
    }

    /// <summary>Positions along a dimension (integers), or a mask over one or more dimensions (bools); null is a new axis.</summary>
    /// <param name="positions">The positions or the mask.</param>
    public static implicit operator TensorIndex(Tensor? positions)
        => positions is null ? NewAxis : new(TensorIndexKind.Tensor, positions);

    /// <summary>True inserts a dimension of size 1, false one of size 0.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator TensorIndex(bool value)
        => new(TensorIndexKind.Tensor, Trireme.Tensor.From([value], default));

    /// <summary>Positions along a dimension.</summary>
    /// <param name="positions">The positions; negative ones count from the end.</param>
    public static implicit operator TensorIndex(int[] positions)
        => new(TensorIndexKind.Tensor, Trireme.Tensor.From<int>(positions, positions.Length));
}
