using Trireme.Cpu.Convolution;

namespace Trireme.Tests.Cpu.Convolution;

/// <summary>Convolution as its definition reads: one product after another, in double precision.</summary>
internal static class NaiveConvolution
{
    public static double[] Forward(ConvShape s, double[] x, double[] filter)
    {
        double[] y = new double[s.N * s.M * s.OutPlane];
        Each<ToOutput>(s, x, filter, y);
        return y;
    }

    public static double[] BackwardInput(ConvShape s, double[] dy, double[] filter)
    {
        double[] dx = new double[s.N * s.C * s.Plane];
        Each<ToInput>(s, dx, filter, dy);
        return dx;
    }

    public static double[] BackwardFilter(ConvShape s, double[] x, double[] dy)
    {
        double[] filterGrad = new double[s.FilterLength];
        Each<ToFilter>(s, x, filterGrad, dy);
        return filterGrad;
    }

    /// <summary>Which of the three numbers that meet in a convolution the product of the other two is added to.</summary>
    private interface IProduct
    {
        static abstract void Add(ref double x, ref double filter, ref double y);
    }

    private readonly struct ToOutput : IProduct
    {
        public static void Add(ref double x, ref double filter, ref double y) => y += x * filter;
    }

    private readonly struct ToInput : IProduct
    {
        public static void Add(ref double x, ref double filter, ref double y) => x += y * filter;
    }

    private readonly struct ToFilter : IProduct
    {
        public static void Add(ref double x, ref double filter, ref double y) => filter += x * y;
    }

    private static void Each<P>(ConvShape s, double[] xs, double[] filters, double[] ys) where P : struct, IProduct
    {
        for (int n = 0; n < s.N; n++)
            for (int m = 0; m < s.M; m++)
                for (int c = 0; c < s.GroupC; c++)
                    for (int kd = 0; kd < s.KD; kd++)
                        for (int kh = 0; kh < s.KH; kh++)
                            for (int kw = 0; kw < s.KW; kw++)
                            {
                                int channel = (m / s.GroupM * s.GroupC) + c;
                                int filter = (((((((m * s.GroupC) + c) * s.KD) + kd) * s.KH) + kh) * s.KW) + kw;
                                for (int od = 0; od < s.OD; od++)
                                    for (int oh = 0; oh < s.OH; oh++)
                                        for (int ow = 0; ow < s.OW; ow++)
                                        {
                                            int d = (od * s.StrideD) - s.PadD + (kd * s.DilationD);
                                            int h = (oh * s.StrideH) - s.PadH + (kh * s.DilationH);
                                            int w = (ow * s.StrideW) - s.PadW + (kw * s.DilationW);
                                            if (d < 0 || d >= s.D || h < 0 || h >= s.H || w < 0 || w >= s.W)
                                                continue;
                                            int x = (((((((n * s.C) + channel) * s.D) + d) * s.H) + h) * s.W) + w;
                                            int y = (((((((n * s.M) + m) * s.OD) + od) * s.OH) + oh) * s.OW) + ow;
                                            P.Add(ref xs[x], ref filters[filter], ref ys[y]);
                                        }
                            }
    }
}
