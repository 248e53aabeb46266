namespace Trireme.Operators;

/// <summary>Where the samples of deformable_psroi_pooling are before bins move: one entry a sample, region by region, channel by channel, bin by bin.</summary>
internal sealed class DeformableBins
{
    private readonly DeformablePsRoiPoolingOp _op;
    private readonly Shape _input;
    private readonly int[] _owners;
    private readonly double[] _rows, _columns, _heights, _widths;

    public DeformableBins(DeformablePsRoiPoolingOp op, double[] regions, int[] owners, Shape input)
    {
        (_op, _owners, _input) = (op, owners, input);
        int count = owners.Length * op.OutputDim * op.PooledHeight * op.PooledWidth * op.SamplePerPart * op.SamplePerPart;
        (_rows, _columns, _heights, _widths) = (new double[count], new double[count], new double[count], new double[count]);
        for (int i = 0; i < count; i++)
        {
            (int region, _, int binRow, int binColumn, int sampleRow, int sampleColumn) = At(i);
            double left = Corner(regions[4 * region]), top = Corner(regions[(4 * region) + 1]);
            double width = Math.Max(Corner(regions[(4 * region) + 2]) + op.SpatialScale - left, 0.1), height = Math.Max(Corner(regions[(4 * region) + 3])
                + op.SpatialScale - top, 0.1);
            double binHeight = height / op.PooledHeight, binWidth = width / op.PooledWidth;
            _rows[i] = top + ((binRow + ((double)sampleRow / op.SamplePerPart)) * binHeight);
            _columns[i] = left + ((binColumn + ((double)sampleColumn / op.SamplePerPart)) * binWidth);
            (_heights[i], _widths[i]) = (height * op.TransStd, width * op.TransStd);
        }
    }

    public Tensor Rows(DType dtype) => Of(_rows, dtype);

    public Tensor Columns(DType dtype) => Of(_columns, dtype);

    public Tensor Heights(DType dtype) => Of(_heights, dtype);

    public Tensor Widths(DType dtype) => Of(_widths, dtype);

    /// <summary>Which elements of Trans move each sample across and down.</summary>
    public (int[] Across, int[] Down) TransIndex(Shape trans)
    {
        int classes = trans[1] / 2, parts = _op.PartSize[0] * _op.PartSize[1];
        int[] across = new int[_rows.Length], down = new int[_rows.Length];
        for (int i = 0; i < across.Length; i++)
        {
            (int region, int channel, int binRow, int binColumn, _, _) = At(i);
            int part = (binRow * _op.PartSize[0] / _op.PooledHeight * _op.PartSize[1]) + (binColumn * _op.PartSize[1] / _op.PooledWidth);
            across[i] = ((((region * classes) + (channel / (_op.OutputDim / classes))) * 2) * parts) + part;
            down[i] = across[i] + parts;
        }
        return (across, down);
    }

    /// <summary>The elements of the input, counted through, in the rows and columns of each sample and in its own channel.</summary>
    public int[] Places(Tensor row, Tensor column)
    {
        double[] rows = row.Cast(DType.Float64).ToArray<double>(), columns = column.Cast(DType.Float64).ToArray<double>();
        var places = new int[rows.Length];
        for (int i = 0; i < places.Length; i++)
        {
            (int region, int channel, int binRow, int binColumn, _, _) = At(i);
            int groupRow = binRow * _op.GroupSize[0] / _op.PooledHeight, groupColumn = binColumn * _op.GroupSize[1] / _op.PooledWidth;
            int from = (((channel * _op.GroupSize[0]) + groupRow) * _op.GroupSize[1]) + groupColumn;
            places[i] = (((((_owners[region] * _input[1]) + from) * _input[2]) + (int)rows[i]) * _input[3]) + (int)columns[i];
        }
        return places;
    }

    private (int Region, int Channel, int BinRow, int BinColumn, int SampleRow, int SampleColumn) At(int i)
    {
        int side = _op.SamplePerPart, column = i % side, row = i / side % side, bin = i / (side * side);
        int binColumn = bin % _op.PooledWidth, binRow = bin / _op.PooledWidth % _op.PooledHeight, rest = bin / (_op.PooledWidth * _op.PooledHeight);
        return (rest / _op.OutputDim, rest % _op.OutputDim, binRow, binColumn, row, column);
    }

    // Corners are rounded to elements before they are scaled.
    private double Corner(double value) => (Math.Round(value, MidpointRounding.AwayFromZero) * _op.SpatialScale) - 0.5;

    private static Tensor Of(double[] values, DType dtype) => Tensor.From<double>(values, values.Length).Cast(dtype);
}
