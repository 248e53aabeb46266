using System.Globalization;

namespace Trireme;

/// <summary>A tensor as Paddle prints it.</summary>
internal sealed class TensorText
{
    private readonly Tensor _tensor;
    private readonly int[] _dims;
    private readonly PrintOptions _options;
    private readonly bool _summary;
    private int _width;
    private bool _signed;

    private TensorText(Tensor tensor)
    {
        _tensor = tensor;
        _dims = tensor.Shape.ToArray();
        _options = PrintOptions.Current;
        _summary = _dims.Length > 0 && tensor.Size > _options.Threshold;
    }

    /// <summary>Header line and values.</summary>
    public static string Of(Tensor tensor)
    {
        const string prefix = "Tensor";
        string values = tensor.IsSymbolic ? "" : new TensorText(tensor).Values(prefix.Length + 1);
        return $"{prefix}(shape={tensor.Shape}, dtype={tensor.DType}, place={tensor.Place}, stop_gradient={tensor.StopGradient},\n{new string(' ', prefix.Length + 1)}{values})";
    }

    private string Values(int indent)
    {
        // The columns are as wide as the widest of the elements at the edges.
        Measure(0, 0);
        return Format(0, 0, indent);
    }

    private void Measure(int axis, long offset)
    {
        if (axis == _dims.Length)
        {
            if (_tensor.Size == 0)
                return;
            _signed |= Value(offset) < 0;
            _width = Math.Max(_width, Item(offset).Length);
            return;
        }
        foreach (int i in Shown(_dims[axis], summary: true))
        {
            if (i >= 0)
                Measure(axis + 1, (offset * _dims[axis]) + i);
        }
    }

    private string Format(int axis, long offset, int indent)
    {
        if (axis == _dims.Length)
            return Padded(offset);
        int length = _dims[axis];
        IEnumerable<string> parts = Shown(length, _summary)
            .Select(i => i < 0 ? "..." : axis == _dims.Length - 1 ? Padded((offset * length) + i) : Format(axis + 1, (offset * length) + i, indent + 1));
        if (axis < _dims.Length - 1)
            return "[" + string.Join("," + new string('\n', _dims.Length - axis - 1) + new string(' ', indent + 1), parts) + "]";
        int perLine = Math.Max(1, (_options.LineWidth - indent) / (_width + 2));
        return "[" + string.Join(",\n" + new string(' ', indent + 1), parts.Chunk(perLine).Select(line => string.Join(", ", line))) + "]";
    }

    // The positions to show along a dimension; -1 stands for those left out.
    private IEnumerable<int> Shown(int length, bool summary)
    {
        int edge = _options.EdgeItems;
        return summary && length > 2 * edge ? [.. Enumerable.Range(0, edge), -1, .. Enumerable.Range(length - edge, edge)] : Enumerable.Range(0, length);
    }

    private string Padded(long index)
    {
        string item = Item(index);
        if (item.Length >= _width)
            return item;
        return _signed && !(Value(index) < 0) ? " " + item.PadRight(_width - 1) : item.PadRight(_width);
    }

    private string Item(long index)
    {
        DType dtype = _tensor.DType;
        if (dtype == DType.Bool)
            return _tensor.ItemAt<bool>(index) ? "True" : "False";
        if (!dtype.IsFloating)
            return _tensor.IntegerText(index);
        double value = _tensor.ItemAt<double>(index);
        if (_options.SciMode)
            return PythonNumber.Scientific(value, _options.Precision);
        return Math.Ceiling(value) == value ? PythonNumber.Fixed(value, 0) + "." : PythonNumber.Fixed(value, _options.Precision);
    }

    private double Value(long index) => _tensor.DType == DType.Bool ? 0 : _tensor.ItemAt<double>(index);
}
