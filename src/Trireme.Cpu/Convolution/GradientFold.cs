using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// One plane of an input gradient from what each tap gives back at each output place: the tap's row is added to the inputs that it read. Inputs that the same
/// taps meet, every stride-th of an axis, are summed beside each other, so that vectors need not leave places out, and take turns when they are written.
/// </summary>
internal readonly unsafe struct GradientFold<L> where L : struct, ILanes<L>
{
    private readonly ConvShape _shape;

    // Distance between the rows of two taps.
    private readonly nint _pitch;

    // Rows and columns of the sums of one pair of residues; sums [q] of residue r belong to the input at q · stride + r − padding.
    private readonly int _rows, _columns;

    public GradientFold(in ConvShape s, nint pitch)
    {
        _shape = s;
        _pitch = pitch;
        _rows = Extent(s.H, s.OH, s.KH, s.StrideH, s.PadH, s.DilationH);
        _columns = Extent(s.W, s.OW, s.KW, s.StrideW, s.PadW, s.DilationW);
    }

    // Sums nobody has added to are zeros; a last vector may reach beyond them.
    private nint PlaneFloats => ((nint)_rows * _columns) + (2 * L.Count);

    /// <summary>Floats of working memory.</summary>
    public nint WorkFloats => (PlaneFloats * _shape.StrideH * _shape.StrideW) + _columns + L.Count;

    /// <summary>dx = max(the sums + bias, floor); a vector behind the last row of the taps must be readable.</summary>
    [MethodImpl(Compiled.Alone)]
    public void Run(float* taps, float* dx, float bias, float floor, float* work)
    {
        ConvShape s = _shape;
        float** planes = stackalloc float*[s.StrideH * s.StrideW];
        float* nothing = work + (PlaneFloats * s.StrideH * s.StrideW);
        new Span<float>(nothing, _columns + L.Count).Clear();
        for (int i = 0; i < s.StrideH * s.StrideW; i++)
            planes[i] = null;
        bool alone = s.Taps == 1 && s.OH == _rows && s.OW == _columns;
        for (int kh = 0; kh < s.KH; kh++)
        {
            int above = kh * s.DilationH;
            for (int kw = 0; kw < s.KW; kw++, taps += _pitch)
            {
                int before = kw * s.DilationW, residue = (above % s.StrideH * s.StrideW) + (before % s.StrideW);
                if (alone)
                {
                    planes[residue] = taps;
                    continue;
                }
                float* plane = work + (residue * PlaneFloats);
                if (planes[residue] == null)
                    new Span<float>(plane, (int)PlaneFloats).Clear();
                planes[residue] = plane;
                Add(taps, plane + ((nint)(above / s.StrideH) * _columns) + (before / s.StrideW));
            }
        }
        for (int h = 0; h < s.H; h++, dx += s.W)
        {
            int at = h + s.PadH, q = at / s.StrideH;
            Write(planes + (at % s.StrideH * s.StrideW), (nint)q * _columns, nothing, dx, bias, floor);
        }
    }

    private static int Extent(int inputs, int outputs, int kernel, int stride, int pad, int dilation)
        => Math.Max(outputs + ((kernel - 1) * dilation / stride), ((inputs - 1 + pad) / stride) + 1);

    /// <summary>Zeros are added behind the end of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(float* from, float* to)
    {
        int columns = _shape.OW;
        for (int row = 0; row < _shape.OH; row++, from += columns, to += _columns)
        {
            int i = 0;
            for (; i + L.Count <= columns; i += L.Count)
                (L.Load(to + i) + L.Load(from + i)).Store(to + i);
            if (i < columns)
                (L.Load(to + i) + L.LoadFirst(from + i, columns - i)).Store(to + i);
        }
    }

    /// <summary>Writes one row of inputs from the sums of the residues of its columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(float** residues, nint row, float* nothing, float* dx, float bias, float floor)
    {
        int stride = _shape.StrideW, width = _shape.W;
        L biases = L.All(bias), floors = L.All(floor);
        if (stride == 1)
        {
            Weave.One(Source(residues, row, 0, nothing), width, dx, biases, floors);
            return;
        }
        if (stride == 2)
        {
            Weave.Two(Source(residues, row, 0, nothing), Source(residues, row, 1, nothing), width, dx, biases, floors);
            return;
        }
        for (int residue = 0; residue < stride; residue++)
        {
            float* from = Source(residues, row, residue, nothing);
            for (int w = residue; w < width; w += stride)
                dx[w] = MathF.Max(*from++ + bias, floor);
        }
    }

    /// <summary>The sums of the inputs <paramref name="first"/>, first + stride, … of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float* Source(float** residues, nint row, int first, float* nothing)
    {
        int at = first + _shape.PadW;
        float* plane = residues[at % _shape.StrideW];
        return plane == null ? nothing : plane + row + (at / _shape.StrideW);
    }
}
