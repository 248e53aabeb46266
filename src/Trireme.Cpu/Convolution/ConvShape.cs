namespace Trireme.Cpu.Convolution;

/// <summary>
/// The sizes of one convolution: Input [N, C, D, H, W] * Filter [M, C / Groups, KD, KH, KW] → Output [N, M, OD, OH, OW], contiguous,
/// row-major. 1-D and 2-D are the case where the leading extents are 1. A transposed convolution is described by the convolution it is
/// the input gradient of, so its result is the Input here.
/// </summary>
internal readonly record struct ConvShape
{
    public ConvShape()
    {
    }

    public required int N { get; init; }
    public required int C { get; init; }
    public required int M { get; init; }
    public int Groups { get; init; } = 1;

    public int D { get; init; } = 1;
    public required int H { get; init; }
    public required int W { get; init; }

    public int KD { get; init; } = 1;
    public required int KH { get; init; }
    public required int KW { get; init; }

    public int StrideD { get; init; } = 1;
    public int StrideH { get; init; } = 1;
    public int StrideW { get; init; } = 1;

    // Only the padding before the first element: what stands after the last one shows in the output's extent.
    public int PadD { get; init; }
    public int PadH { get; init; }
    public int PadW { get; init; }

    public int DilationD { get; init; } = 1;
    public int DilationH { get; init; } = 1;
    public int DilationW { get; init; } = 1;

    public int OD { get; init; } = 1;
    public required int OH { get; init; }
    public required int OW { get; init; }

    /// <summary>Input channels of one group.</summary>
    public int GroupC => C / Groups;

    /// <summary>Output channels of one group.</summary>
    public int GroupM => M / Groups;

    /// <summary>Filter taps of one input channel.</summary>
    public int Taps => KD * KH * KW;

    /// <summary>Products that make one output element.</summary>
    public int Depth => GroupC * Taps;

    /// <summary>Elements of one input plane.</summary>
    public int Plane => D * H * W;

    /// <summary>Elements of one output plane.</summary>
    public int OutPlane => OD * OH * OW;

    /// <summary>Elements of the filter.</summary>
    public int FilterLength => M * Depth;

    /// <summary>Multiplications of the whole convolution.</summary>
    public long Products => (long)N * M * Depth * OutPlane;

    /// <summary>One tap per channel, read from where the output stands: a matrix product per image.</summary>
    public bool IsPointwise => Taps == 1 && StrideD == 1 && StrideH == 1 && StrideW == 1 && PadD == 0 && PadH == 0 && PadW == 0
        && OD == D && OH == H && OW == W;

    /// <summary>Sizes from lists with one entry for each of one to three spatial axes, outermost first.</summary>
    public static ConvShape Of(int n, int c, ReadOnlySpan<int> input, int m, ReadOnlySpan<int> kernel, ReadOnlySpan<int> strides,
        ReadOnlySpan<int> padBefore, ReadOnlySpan<int> padAfter, ReadOnlySpan<int> dilations, int groups)
    {
        return new ConvShape
        {
            N = n,
            C = c,
            M = m,
            Groups = groups,
            D = At(input, 0, 1),
            H = At(input, 1, 1),
            W = At(input, 2, 1),
            KD = At(kernel, 0, 1),
            KH = At(kernel, 1, 1),
            KW = At(kernel, 2, 1),
            StrideD = At(strides, 0, 1),
            StrideH = At(strides, 1, 1),
            StrideW = At(strides, 2, 1),
            PadD = At(padBefore, 0, 0),
            PadH = At(padBefore, 1, 0),
            PadW = At(padBefore, 2, 0),
            DilationD = At(dilations, 0, 1),
            DilationH = At(dilations, 1, 1),
            DilationW = At(dilations, 2, 1),
            OD = Extent(input, kernel, strides, padBefore, padAfter, dilations, 0),
            OH = Extent(input, kernel, strides, padBefore, padAfter, dilations, 1),
            OW = Extent(input, kernel, strides, padBefore, padAfter, dilations, 2),
        };
    }

    private static int At(ReadOnlySpan<int> list, int axis, int absent)
    {
        int i = axis - (3 - list.Length);
        return i < 0 ? absent : list[i];
    }

    private static int Extent(ReadOnlySpan<int> input, ReadOnlySpan<int> kernel, ReadOnlySpan<int> strides,
        ReadOnlySpan<int> padBefore, ReadOnlySpan<int> padAfter, ReadOnlySpan<int> dilations, int axis)
    {
        int room = At(input, axis, 1) + At(padBefore, axis, 0) + At(padAfter, axis, 0)
            - (At(dilations, axis, 1) * (At(kernel, axis, 1) - 1)) - 1;
        return room < 0 ? 0 : (room / At(strides, axis, 1)) + 1;
    }
}
