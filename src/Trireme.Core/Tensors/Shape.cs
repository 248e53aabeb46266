using System.Runtime.CompilerServices;

namespace Trireme;

/// <summary>The dimensions of a tensor, outermost first. The empty shape <c>[]</c> is a scalar's. A dimension of -1 is not known yet.</summary>
/// <remarks>Written as a collection expression: <c>Paddle.Zeros([2, 3])</c>. Shapes are equal when their dimensions are.</remarks>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>
{
    private readonly int[]? _dims;

    internal Shape(int[] dims) => _dims = dims;

    /// <summary>The number of dimensions; 0 for a scalar.</summary>
    public int Rank => _dims is null ? 0 : _dims.Length;

    /// <summary>The number of dimensions, the name that lists use; the same as <see cref="Rank"/>.</summary>
    public int Count => Rank;

    /// <summary>The dimension at <paramref name="axis"/>; negative axes count from the end.</summary>
    /// <param name="axis">-Rank to Rank - 1.</param>
    public int this[int axis] => Items[axis < 0 ? axis + Rank : axis];

    /// <summary>The number of elements: the product of the dimensions, 1 for a scalar.</summary>
    public long Numel
    {
        get
        {
            long n = 1;
            foreach (int d in Items)
                n *= d;
            return n;
        }
    }

    /// <summary>Whether every dimension is known.</summary>
    public bool IsKnown => !AsSpan().Contains(-1);

    internal int[] Items => _dims ?? [];

    /// <summary>A shape with these dimensions.</summary>
    /// <param name="dims">The dimensions; they are copied.</param>
    public static Shape Create(ReadOnlySpan<int> dims) => new(dims.ToArray());

    /// <summary>The dimensions.</summary>
    public ReadOnlySpan<int> AsSpan() => _dims;

    /// <summary>A copy of the dimensions.</summary>
    public int[] ToArray() => AsSpan().ToArray();

    /// <summary>Enumerates the dimensions.</summary>
    public ReadOnlySpan<int>.Enumerator GetEnumerator() => AsSpan().GetEnumerator();

    /// <summary>This shape with the dimension at <paramref name="axis"/> replaced.</summary>
    /// <param name="axis">-Rank to Rank - 1.</param>
    /// <param name="dim">The new dimension.</param>
    public Shape With(int axis, int dim)
    {
        int[] dims = ToArray();
        dims[axis < 0 ? axis + Rank : axis] = dim;
        return new Shape(dims);
    }

    /// <summary>The shape both operands of an element-wise operation are stretched to, or null if there is none.</summary>
    /// <param name="a">One operand's shape.</param>
    /// <param name="b">The other operand's shape.</param>
    /// <remarks>Dimensions are aligned at the end; 1 stretches to anything; -1 meets anything.</remarks>
    public static Shape? Broadcast(Shape a, Shape b)
    {
        if (a.Equals(b))
            return a;
        int rank = Math.Max(a.Rank, b.Rank);
        var dims = new int[rank];
        for (int i = 1; i <= rank; i++)
        {
            int x = i <= a.Rank ? a[^i] : 1, y = i <= b.Rank ? b[^i] : 1;
            if (x == y || y == 1)
                dims[^i] = x;
            else if (x == 1)
                dims[^i] = y;
            else if (x == -1 || y == -1)
                dims[^i] = Math.Max(x, y);
            else
                return null;
        }
        return new Shape(dims);
    }

    /// <summary>The dimension counted from the end: <c>shape[^1]</c> is the last.</summary>
    /// <param name="index">The index.</param>
    public int this[Index index] => Items[index.GetOffset(Rank)];

    /// <summary>The dimensions in a range: <c>shape[1..]</c>.</summary>
    /// <param name="range">The range.</param>
    public Shape this[Range range] => new(Items[range]);

    /// <summary>The shape with one dimension.</summary>
    /// <param name="dim">The only dimension.</param>
    public static implicit operator Shape(int dim) => new([dim]);

    /// <summary>The shape with these dimensions; they are copied.</summary>
    /// <param name="dims">The dimensions.</param>
    public static implicit operator Shape(int[] dims) => Create(dims);

    /// <summary>The shape with these dimensions.</summary>
    /// <param name="dims">The dimensions.</param>
    public static implicit operator Shape(Ints dims) => new(dims.Items);

    /// <summary>The shape with two dimensions.</summary>
    /// <param name="dims">The dimensions.</param>
    public static implicit operator Shape((int, int) dims) => new([dims.Item1, dims.Item2]);

    /// <summary>The shape with three dimensions.</summary>
    /// <param name="dims">The dimensions.</param>
    public static implicit operator Shape((int, int, int) dims) => new([dims.Item1, dims.Item2, dims.Item3]);

    /// <summary>The shape with four dimensions.</summary>
    /// <param name="dims">The dimensions.</param>
    public static implicit operator Shape((int, int, int, int) dims) => new([dims.Item1, dims.Item2, dims.Item3, dims.Item4]);

    /// <summary>Whether both shapes have the same dimensions.</summary>
    public static bool operator ==(Shape a, Shape b) => a.Equals(b);

    /// <summary>Whether the shapes differ.</summary>
    public static bool operator !=(Shape a, Shape b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(Shape other) => ReferenceEquals(_dims, other._dims) || AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => new Ints(Items).GetHashCode();

    /// <summary>The dimensions as Python prints a list: <c>[2, 3]</c>.</summary>
    public override string ToString() => "[" + string.Join(", ", Items) + "]";
}
