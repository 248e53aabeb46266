using System.Numerics;
using Trireme.Cpu;
using Trireme.Cpu.Pooling;

namespace Trireme.Tests.Cpu.Pooling;

public sealed unsafe class PoolingTests
{
    private static readonly Dictionary<string, PoolShape> All = new()
    {
        ["2x2"] = new() { Planes = 5, H = 8, W = 10, OH = 4, OW = 5, KH = 2, KW = 2, StrideH = 2, StrideW = 2 },
        ["2x2, wide"] = new() { Planes = 3, H = 6, W = 70, OH = 3, OW = 35, KH = 2, KW = 2, StrideH = 2, StrideW = 2 },
        ["2x2, odd input"] = new() { Planes = 3, H = 7, W = 69, OH = 3, OW = 34, KH = 2, KW = 2, StrideH = 2, StrideW = 2 },
        ["2x2, partial last windows"] = new() { Planes = 3, H = 7, W = 37, OH = 4, OW = 19, KH = 2, KW = 2, StrideH = 2, StrideW = 2 },
        ["3x3 stride 2 pad 1"] = new()
        {
            Planes = 3,
            H = 15,
            W = 39,
            OH = 8,
            OW = 20,
            KH = 3,
            KW = 3,
            StrideH = 2,
            StrideW = 2,
            PadH = 1,
            PadW = 1,
            PadAfterH = 1,
            PadAfterW = 1,
        },
        ["3x3 stride 2 pad 1, whole vectors"] = new()
        {
            Planes = 5,
            H = 22,
            W = 64,
            OH = 11,
            OW = 32,
            KH = 3,
            KW = 3,
            StrideH = 2,
            StrideW = 2,
            PadH = 1,
            PadW = 1,
            PadAfterH = 1,
            PadAfterW = 1,
        },
        ["3x3 stride 1 pad 1"] = new()
        {
            Planes = 2,
            H = 9,
            W = 40,
            OH = 9,
            OW = 40,
            KH = 3,
            KW = 3,
            PadH = 1,
            PadW = 1,
            PadAfterH = 1,
            PadAfterW = 1,
        },
        ["3x2 kernel, asymmetric"] = new()
        {
            Planes = 2,
            H = 9,
            W = 11,
            OH = 5,
            OW = 12,
            KH = 3,
            KW = 2,
            StrideH = 2,
            PadH = 2,
            PadW = 1,
            PadAfterH = 1,
            PadAfterW = 1,
        },
        ["stride above kernel"] = new() { Planes = 2, H = 11, W = 13, OH = 4, OW = 3, KH = 2, KW = 2, StrideH = 3, StrideW = 5 },
        ["windows outside"] = new() { Planes = 1, H = 3, W = 3, OH = 6, OW = 3, KH = 2, KW = 2, StrideH = 2, PadH = 4, PadAfterH = 5, PadAfterW = 1 },
        ["1-D"] = new() { Planes = 4, H = 1, W = 50, OH = 1, OW = 17, KW = 3, StrideW = 3, PadW = 1 },
        ["3-D"] = new()
        {
            Planes = 2,
            D = 5,
            H = 6,
            W = 7,
            OD = 3,
            OH = 3,
            OW = 4,
            KD = 3,
            KH = 2,
            KW = 3,
            StrideD = 2,
            StrideH = 2,
            StrideW = 2,
            PadD = 1,
            PadW = 1,
            PadAfterD = 1,
            PadAfterW = 1,
        },
        ["adaptive"] = new() { Planes = 3, H = 11, W = 7, OH = 4, OW = 3, Adaptive = true },
        ["adaptive, larger output"] = new() { Planes = 2, H = 3, W = 4, OH = 5, OW = 9, Adaptive = true },
        ["adaptive 3-D to 1"] = new() { Planes = 2, D = 3, H = 4, W = 5, OD = 1, OH = 1, OW = 1, Adaptive = true },
        ["empty"] = new() { Planes = 0, H = 3, W = 4, OH = 2, OW = 2, KH = 2, KW = 2 },
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Maxima_follow_the_definition(string name)
    {
        foreach (bool ties in new[] { false, true })
        {
            foreach (int bits in new[] { 512, 256, 128, 32 })
            {
                using (LaneWidth.Force(bits))
                    CheckMax<float>(All[name], ties);
            }
            CheckMax<double>(All[name], ties);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Means_follow_the_definition(string name)
    {
        foreach (var divisor in new AverageDivisor[] { new(true), new(false), new(true, 3), new(false, 7) })
        {
            foreach (int bits in new[] { 512, 256, 128, 32 })
            {
                using (LaneWidth.Force(bits))
                    CheckAverage<float>(All[name], divisor, 1e-6);
            }
            CheckAverage<double>(All[name], divisor, 1e-14);
        }
    }

    [Theory]
    [InlineData("2x2")]
    [InlineData("2x2, wide")]
    [InlineData("3x3 stride 2 pad 1")]
    public void NaN_wins_over_numbers(string name)
    {
        PoolShape s = All[name];
        float[] x = new float[s.Planes * s.Plane];
        for (int i = 0; i < x.Length; i++)
            x[i] = i % 7 == 3 ? float.NaN : i % 5;
        float[] y = new float[s.Planes * s.OutPlane], alone = new float[y.Length];
        float[] dy = Numbers<float>(y.Length, false), dx = NaNs<float>(x.Length), dxFromIndex = NaNs<float>(x.Length), dxRectified = NaNs<float>(x.Length);
        int[] index = new int[y.Length];
        fixed (float* px = x, py = y, pya = alone, pdy = dy, pdx = dx, pdxi = dxFromIndex, pdxr = dxRectified)
        fixed (int* pi = index)
        {
            MaxPooling<float>.Forward(s, px, py, pi);
            MaxPooling<float>.Forward(s, px, pya, null);
            MaxPooling<float>.Backward(s, px, pdy, pdx);
            MaxPooling<float>.Backward(s, px, pdy, pdxr, rectified: true);
            MaxPooling<float>.BackwardFromIndex(s, pi, pdy, pdxi);
        }
        Assert.Equal(y, alone);
        Assert.Equal(dxFromIndex, dx);
        for (int i = 0; i < x.Length; i++)
            Assert.Equal(x[i] <= 0 ? 0 : dx[i], dxRectified[i]);
        EachWindow(s, (plane, output, window, _) =>
        {
            int first = window.FindIndex(i => float.IsNaN(x[(plane * s.Plane) + i]));
            Assert.Equal(first >= 0, float.IsNaN(y[output]));
            if (first >= 0)
                Assert.Equal(window[first], index[output]);
        });
    }

    private static void CheckMax<T>(PoolShape s, bool ties) where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        T[] x = Numbers<T>(s.Planes * s.Plane, ties), dy = Numbers<T>(s.Planes * s.OutPlane, false);
        T[] wantY = new T[dy.Length], wantDx = new T[x.Length];
        int[] wantIndex = new int[dy.Length];
        EachWindow(s, (plane, output, window, _) =>
        {
            wantY[output] = T.MinValue;
            wantIndex[output] = -1;
            foreach (int i in window)
            {
                if (wantIndex[output] < 0 || x[(plane * s.Plane) + i] > wantY[output])
                    (wantY[output], wantIndex[output]) = (x[(plane * s.Plane) + i], i);
            }
            if (wantIndex[output] >= 0)
                wantDx[(plane * s.Plane) + wantIndex[output]] += dy[output];
        });
        T[] y = NaNs<T>(dy.Length), yAlone = NaNs<T>(dy.Length), dx = NaNs<T>(x.Length), dxFromIndex = NaNs<T>(x.Length);
        int[] index = new int[dy.Length];
        fixed (T* px = x, py = y, pya = yAlone, pdy = dy, pdx = dx, pdxi = dxFromIndex)
        fixed (int* pi = index)
        {
            MaxPooling<T>.Forward(s, px, py, pi);
            MaxPooling<T>.Forward(s, px, pya, null);
            MaxPooling<T>.Backward(s, px, pdy, pdx);
            MaxPooling<T>.BackwardFromIndex(s, pi, pdy, pdxi);
        }
        Assert.Equal(wantY, y);
        Assert.Equal(wantY, yAlone);
        Assert.Equal(wantIndex, index);
        Close(Array.ConvertAll(wantDx, v => double.CreateChecked(v)), dx, 1e-6);
        Assert.Equal(dx, dxFromIndex);
        // With a rectifier behind it, only positive maxima have a gradient.
        Array.Clear(wantDx);
        for (int i = 0; i < wantY.Length; i++)
        {
            if (wantIndex[i] >= 0 && wantY[i] > T.Zero)
                wantDx[(i / s.OutPlane * s.Plane) + wantIndex[i]] += dy[i];
        }
        fixed (T* px = x, pdy = dy, pdx = dx)
            MaxPooling<T>.Backward(s, px, pdy, pdx, rectified: true);
        Close(Array.ConvertAll(wantDx, v => double.CreateChecked(v)), dx, 1e-6);
    }

    private static void CheckAverage<T>(PoolShape s, AverageDivisor divisor, double tolerance) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = Numbers<T>(s.Planes * s.Plane, false), dy = Numbers<T>(s.Planes * s.OutPlane, false);
        double[] wantY = new double[dy.Length], wantDx = new double[x.Length];
        EachWindow(s, (plane, output, window, padded) =>
        {
            double by = divisor.Override > 0 ? divisor.Override : divisor.Exclusive ? window.Count : padded;
            foreach (int i in window)
            {
                wantY[output] += double.CreateChecked(x[(plane * s.Plane) + i]) / by;
                wantDx[(plane * s.Plane) + i] += double.CreateChecked(dy[output]) / by;
            }
        });
        T[] y = NaNs<T>(dy.Length), dx = NaNs<T>(x.Length);
        fixed (T* px = x, py = y, pdy = dy, pdx = dx)
        {
            AveragePooling<T>.Forward(s, divisor, px, py);
            AveragePooling<T>.Backward(s, divisor, pdy, pdx);
        }
        Close(wantY, y, tolerance);
        Close(wantDx, dx, tolerance);
    }

    /// <summary>Shows each window: its plane, its output, the input elements in it and how many there are with the padding.</summary>
    private static void EachWindow(PoolShape s, Action<int, int, List<int>, int> see)
    {
        int output = 0;
        for (int plane = 0; plane < s.Planes; plane++)
            for (int od = 0; od < s.OD; od++)
                for (int oh = 0; oh < s.OH; oh++)
                    for (int ow = 0; ow < s.OW; ow++, output++)
                    {
                        var window = new List<int>();
                        var (ds, dn) = Window(s, od, s.D, s.OD, s.KD, s.StrideD, s.PadD, s.PadAfterD);
                        var (hs, hn) = Window(s, oh, s.H, s.OH, s.KH, s.StrideH, s.PadH, s.PadAfterH);
                        var (ws, wn) = Window(s, ow, s.W, s.OW, s.KW, s.StrideW, s.PadW, s.PadAfterW);
                        foreach (int d in ds)
                            foreach (int h in hs)
                                foreach (int w in ws)
                                    window.Add((((d * s.H) + h) * s.W) + w);
                        see(plane, output, window, dn * hn * wn);
                    }
    }

    private static (int[] Inside, int Padded) Window(PoolShape s, int i, int inputs, int outputs, int kernel, int stride, int before, int after)
    {
        int start = s.Adaptive ? (int)Math.Floor((double)i * inputs / outputs) : (i * stride) - before;
        int end = s.Adaptive ? (int)Math.Ceiling((double)(i + 1) * inputs / outputs) : Math.Min(start + kernel, inputs + after);
        return ([.. Enumerable.Range(start, Math.Max(0, end - start)).Where(j => j >= 0 && j < inputs)], end - start);
    }

    private static void Close<T>(double[] want, T[] got, double tolerance) where T : INumber<T>
    {
        for (int i = 0; i < want.Length; i++)
            Assert.True(Math.Abs(want[i] - double.CreateChecked(got[i])) <= tolerance * (1 + Math.Abs(want[i])), $"{i}: {got[i]} for {want[i]}");
    }

    private static T[] Numbers<T>(int count, bool ties) where T : INumber<T>
    {
        var random = new System.Random(11);
        var numbers = new T[count];
        for (int i = 0; i < count; i++)
            numbers[i] = T.CreateChecked(ties ? random.Next(3) : (float)((random.NextDouble() * 2) - 1));
        return numbers;
    }

    private static T[] NaNs<T>(int count) where T : IFloatingPointIeee754<T>
    {
        var numbers = new T[count];
        Array.Fill(numbers, T.NaN);
        return numbers;
    }
}
