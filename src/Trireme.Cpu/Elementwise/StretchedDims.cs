namespace Trireme.Cpu.Elementwise;

/// <summary>How the elements of stretched operands lie under those of the result, with as few dimensions as possible.</summary>
internal sealed class StretchedDims
{
    private readonly int[] _dims;
    private readonly long[][] _strides;
    private readonly bool[] _isWhole;

    public StretchedDims(Shape result, Shape[] operands)
    {
        var dims = new List<int>();
        var stretched = new List<bool[]>();
        for (int axis = 0; axis < result.Rank; axis++)
        {
            int d = result[axis];
            if (d == 1)
                continue;
            bool[] flags = Array.ConvertAll(operands, s => axis - result.Rank + s.Rank < 0 || s[axis - result.Rank + s.Rank] == 1);
            if (dims.Count > 0 && stretched[^1].AsSpan().SequenceEqual(flags))
            {
                dims[^1] *= d;
                continue;
            }
            dims.Add(d);
            stretched.Add(flags);
        }
        if (dims.Count == 0)
        {
            dims.Add(1);
            stretched.Add(new bool[operands.Length]);
        }
        _dims = dims.ToArray();
        Inner = _dims[^1];
        _isWhole = new bool[operands.Length];
        _strides = new long[operands.Length][];
        for (int i = 0; i < operands.Length; i++)
        {
            _strides[i] = new long[_dims.Length];
            long stride = 1;
            _isWhole[i] = true;
            for (int a = _dims.Length - 1; a >= 0; a--)
            {
                bool flag = stretched[a][i];
                _isWhole[i] &= !flag;
                _strides[i][a] = flag ? 0 : stride;
                stride *= flag ? 1 : _dims[a];
            }
        }
        Rows = (int)(result.Numel / Inner);
    }

    /// <summary>The size of the innermost joined dimension.</summary>
    public int Inner { get; }

    /// <summary>The result's elements divided by <see cref="Inner"/>.</summary>
    public int Rows { get; }

    public bool IsWhole(int operand) => _isWhole[operand];

    public int InnerStride(int operand) => (int)_strides[operand][^1];

    /// <summary>How far an operand's parts of two rows lie apart that follow one another in the dimension before the innermost.</summary>
    public long RowStride(int operand) => _dims.Length > 1 ? _strides[operand][^2] : 0;

    /// <summary>How many rows, from one on, lie that far apart.</summary>
    public int RowsAlike(int row) => _dims.Length > 1 ? _dims[^2] - (row % _dims[^2]) : 1;

    /// <summary>Where an operand's part of a row begins.</summary>
    public long RowOffset(int operand, int row)
    {
        long[] strides = _strides[operand];
        long offset = 0;
        for (int a = _dims.Length - 2; a >= 0 && row != 0; a--)
        {
            int next = row / _dims[a];
            offset += (row - (next * _dims[a])) * strides[a];
            row = next;
        }
        return offset;
    }
}
