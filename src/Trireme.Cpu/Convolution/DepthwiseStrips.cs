namespace Trireme.Cpu.Convolution;

/// <summary>How one vector of target columns of a plane is made, from the first row to the last.</summary>
internal unsafe interface IDepthwiseStrip
{
    /// <summary>Floats around a plane that vectors reach into.</summary>
    static abstract int Margin(int lanes);

    /// <summary>Makes the columns from <paramref name="column"/> on.</summary>
    static abstract void Run<L>(in DepthwisePlanes planes, float* source, float* weights, in ConvEnding ending, float* target, int column)
        where L : struct, ILanes<L>;
}

/// <summary>3x3 convolution of each channel by itself, plane by plane, a vector of columns at a time.</summary>
internal static unsafe class DepthwiseStrips
{
    private const int Taps = 9;

    /// <summary>Whether strips of this stride can be made, and would not leave most lanes idle where other ways do not.</summary>
    public static bool Handles(in ConvShape s, int stride)
        => s is { D: 1, OD: 1, KD: 1, PadD: 0, KH: 3, KW: 3, DilationH: 1, DilationW: 1 } && s.StrideH == stride && s.StrideW == stride
            && s.Groups == s.C && s.Groups == s.M && s.PadH is >= 0 and < 3 && s.PadW is >= 0 and < 3
            && (2 * s.OW > LaneWidth.Bits / 32 || !DepthwiseLanes.HandlesForward(s));

    /// <summary>Makes every plane; with the filter turned by half a turn where that is asked for.</summary>
    public static void Run<S>(in DepthwisePlanes planes, float* filter, in ConvEpilogue<float> epilogue, float* target, bool turned)
        where S : struct, IDepthwiseStrip
    {
        var call = new Call<S> { Planes = planes, Filter = filter, Epilogue = epilogue, Target = target, Turned = turned };
        LaneWidth.Run(ref call);
    }

    private struct Call<S> : ILaneBody where S : struct, IDepthwiseStrip
    {
        public DepthwisePlanes Planes;
        public float* Filter, Target;
        public ConvEpilogue<float> Epilogue;
        public bool Turned;

        public readonly void Run<L>() where L : struct, ILanes<L>
            => Workers.For(Planes.Count, 2L * Math.Max(Planes.H, Planes.OH) * Planes.OW, new Body<S, L> { Call = this });
    }

    private struct Body<S, L> : IRangeBody
        where S : struct, IDepthwiseStrip
        where L : struct, ILanes<L>
    {
        public Call<S> Call;

        public readonly void Run(int start, int end)
        {
            DepthwisePlanes planes = Call.Planes;
            float* weights = stackalloc float[Taps];
            for (int plane = start; plane < end; plane++)
            {
                int channel = plane % planes.Channels;
                float* filter = Call.Filter + (channel * Taps);
                ConvEnding ending = Call.Epilogue.Of(channel);
                for (int tap = 0; tap < Taps; tap++)
                    weights[tap] = ending.Scale * filter[Call.Turned ? Taps - 1 - tap : tap];
                float* source = planes.Plane(plane, S.Margin(L.Count)), target = Call.Target + ((long)plane * planes.OH * planes.OW);
                for (int column = 0; column < planes.OW; column += L.Count)
                    S.Run<L>(planes, source, weights, ending, target, column);
            }
        }
    }
}
