namespace Trireme.Cpu.Convolution;

/// <summary>
/// A stride-1 sum over filter taps and source channels that a convolution, or the part of an input gradient that meets the same taps, was
/// brought to. Target[image][group, out channel][d][h][w] = Σ filter · source.
/// </summary>
internal unsafe struct ConvPass
{
    private const long ManyFloats = 1 << 20;

    public float* Source, Filter, Target;
    public ConvEpilogue<float> Epilogue;

    /// <summary>Channels of one group.</summary>
    public int Images, Groups, InChannels, OutChannels;
    public ConvAxis D, H, W;

    public long SourceImage, SourceChannel, SourceDepth, SourceRow;
    public long TargetImage, TargetChannel, TargetDepth, TargetRow;

    // Where the filter's taps stand, for either of its two channel axes as the one summed over.
    public long FilterGroup, FilterOut, FilterIn;
    public int KH, KW;

    public readonly int Taps => D.Tap.Length * H.Tap.Length * W.Tap.Length;

    public readonly int Depth => InChannels * Taps;

    /// <summary>Whether source and target do not stay in the second-level caches: what is far from what was in use before is worth being asked for ahead.</summary>
    public readonly bool IsLarge => Images * (SourceImage + TargetImage) > ManyFloats;

    public static ConvPass Forward(in ConvShape s, float* x, float* filter, in ConvEpilogue<float> epilogue, float* y)
    {
        var pass = new ConvPass
        {
            Source = x,
            Filter = filter,
            Epilogue = epilogue,
            Target = y,
            Images = s.N,
            Groups = s.Groups,
            InChannels = s.GroupC,
            OutChannels = s.GroupM,
            FilterGroup = (long)s.GroupM * s.Depth,
            FilterOut = s.Depth,
            FilterIn = s.Taps,
            KH = s.KH,
            KW = s.KW,
        };
        if (s.IsPointwise)
        {
            pass.D = ConvAxis.Forward(1, 1, 1, 1, 0, 1);
            pass.H = pass.D;
            pass.W = ConvAxis.Forward(s.Plane, s.OutPlane, 1, 1, 0, 1);
        }
        else
        {
            pass.D = ConvAxis.Forward(s.D, s.OD, s.KD, s.StrideD, s.PadD, s.DilationD);
            pass.H = ConvAxis.Forward(s.H, s.OH, s.KH, s.StrideH, s.PadH, s.DilationH);
            pass.W = ConvAxis.Forward(s.W, s.OW, s.KW, s.StrideW, s.PadW, s.DilationW);
        }
        pass.Lay(s.C, s.D, s.H, s.W, s.M, s.OD, s.OH, s.OW);
        return pass;
    }

    /// <summary>The part of an input gradient at the given residues of each axis, see <see cref="ConvAxis.Backward"/>.</summary>
    public static ConvPass Backward(in ConvShape s, float* dy, float* filter, float* bias, float* dx, bool relu, int d, int h, int w)
    {
        var pass = new ConvPass
        {
            Source = dy,
            Filter = filter,
            Epilogue = new ConvEpilogue<float>(bias, relu),
            Target = dx,
            Images = s.N,
            Groups = s.Groups,
            InChannels = s.GroupM,
            OutChannels = s.GroupC,
            FilterGroup = (long)s.GroupM * s.Depth,
            FilterOut = s.Taps,
            FilterIn = s.Depth,
            KH = s.KH,
            KW = s.KW,
        };
        if (s.IsPointwise)
        {
            pass.D = ConvAxis.Backward(1, 1, 1, 1, 0, 1, 0);
            pass.H = pass.D;
            pass.W = ConvAxis.Backward(s.Plane, s.OutPlane, 1, 1, 0, 1, 0);
        }
        else
        {
            pass.D = ConvAxis.Backward(s.D, s.OD, s.KD, s.StrideD, s.PadD, s.DilationD, d);
            pass.H = ConvAxis.Backward(s.H, s.OH, s.KH, s.StrideH, s.PadH, s.DilationH, h);
            pass.W = ConvAxis.Backward(s.W, s.OW, s.KW, s.StrideW, s.PadW, s.DilationW, w);
        }
        pass.Lay(s.M, s.OD, s.OH, s.OW, s.C, s.D, s.H, s.W);
        return pass;
    }

    /// <summary>One group of channels as a pass of its own.</summary>
    public readonly ConvPass Group(int group) => this with
    {
        Source = Source + (group * InChannels * SourceChannel),
        Filter = Filter + (group * FilterGroup),
        Target = Target + (group * OutChannels * TargetChannel),
        Epilogue = Epilogue.FromChannel(group * OutChannels),
        Groups = 1,
    };

    private void Lay(int sourceChannels, int sd, int sh, int sw, int targetChannels, int td, int th, int tw)
    {
        SourceChannel = (long)sd * sh * sw;
        SourceImage = sourceChannels * SourceChannel;
        SourceDepth = (long)sh * sw;
        SourceRow = sw;
        TargetChannel = (long)td * th * tw;
        TargetImage = targetChannels * TargetChannel;
        TargetDepth = (long)th * tw;
        TargetRow = tw;
        if (D.Count != 1 || H.Count != 1 || D.SourceCount != 1 || H.SourceCount != 1 || D.Tap.Length != 1 || H.Tap.Length != 1 || Images < 2)
            return;
        // Images of one row each are the rows of one image, so that short ones share the lanes of a vector.
        bool inside = D.SourceOf(0, 0) == 0 && H.SourceOf(0, 0) == 0 && D.OutStart == 0 && H.OutStart == 0 && H.Tap[0] == 0;
        if (!inside)
            return;
        H = H with { Count = Images, SourceCount = Images, OutStep = 1, SourceStep = 1 };
        SourceRow = SourceImage;
        TargetRow = TargetImage;
        Images = 1;
    }

    /// <summary>The same with rows of the source as they are, in which neighbouring outputs read W.SourceStep elements apart before.</summary>
    public readonly ConvPass WholeRows()
        => W.SourceStep == 1 ? this : this with { W = W with { SourceStep = 1, Taps = W.Taps.Whole(W.SourceStep, W.Count) } };

    /// <summary>The same with rows of the source copied once for each tap where that pays.</summary>
    public readonly ConvPass Unrolled() => IsUnrollingWorthwhile() ? this with { W = W.Unrolled() } : this;

    /// <summary>Whether the products saved by rows without gaps outweigh copying the source once for each tap of a row.</summary>
    private readonly bool IsUnrollingWorthwhile()
    {
        long gap = W.MaxShift - W.SharedPadding();
        long saved = gap * H.Count * D.Tap.Length * H.Tap.Length * W.Tap.Length * OutChannels;
        long rows = (long)D.Tap.Length * (H.Count + H.MaxShift) * H.PhaseAt.Length * (W.Tap.Length - W.PhaseAt.Length);
        const int rowOverhead = 64;
        return W.Count <= 64 && saved > rows * ((2 * W.Count) + rowOverhead);
    }
}
