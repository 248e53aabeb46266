using System.Numerics;
using Trireme.Cpu;
using Trireme.Cpu.Convolution;

namespace Trireme.Tests.Cpu.Convolution;

[Collection(nameof(WorkerCount))]
public sealed unsafe class ConvolutionTests : IDisposable
{
    private readonly int _before = Workers.Count;

    public static TheoryData<string> Names => ConvCases.Names;

    public void Dispose() => Workers.Count = _before;

    [Theory, MemberData(nameof(Names))]
    public void Single_precision_follows_the_definition_at_every_lane_width(string name)
    {
        Check<float>(ConvCases.All[name], 1e-5, [512, 256, 128, 32]);
    }

    [Theory, MemberData(nameof(Names))]
    public void Output_gradients_that_are_mostly_zero_follow_the_definition_at_every_lane_width(string name)
    {
        Check<float>(ConvCases.All[name], 1e-5, [512, 256, 128, 32], zeros: 0.8);
    }

    [Theory, MemberData(nameof(Names))]
    public void Double_precision_follows_the_definition(string name) => Check<double>(ConvCases.All[name], 1e-13, [LaneWidth.WidestBits]);

    [Fact]
    public void Cases_of_wide_padding_reach_the_method_they_are_for()
    {
        Assert.All(ConvCases.All.Where(c => c.Key.StartsWith("padding left out", StringComparison.Ordinal)), c =>
        {
            var pass = ConvPass.Forward(c.Value, null, null, default, null);
            Assert.True(ChannelConvolution.LeavesPaddingOut(pass) && ChannelConvolution.Handles(pass), c.Key);
        });
        Assert.True(ChannelConvolution.HandlesInput(ConvCases.All["padding left out"]));
        Assert.True(ChannelConvolution.HandlesInput(ConvCases.All["padding left out, asymmetric"]));
    }

    [Fact]
    public void Dilated_cases_reach_the_method_they_are_for()
        => Assert.All(ConvCases.All.Where(c => c.Key.StartsWith("dilated by phases", StringComparison.Ordinal)), c => Assert.True(Winograd.Handles(c.Value), c.Key));

    [Fact]
    public void Cases_of_tiles_of_five_reach_the_method_they_are_for()
        => Assert.All(ConvCases.All.Where(c => c.Key.StartsWith("tiles of five", StringComparison.Ordinal)), c => Assert.True(Winograd.Handles(c.Value) && Winograd.TileSize(c.Value) == 5, c.Key));

    [Fact]
    public void Cases_of_windows_apart_reach_the_method_they_are_for()
        => Assert.All(ConvCases.All.Where(c => c.Key.StartsWith("windows apart", StringComparison.Ordinal)), c => Assert.True(PlacedGradient.Handles(c.Value), c.Key));

    [Theory, MemberData(nameof(Names))]
    public void The_number_of_threads_changes_no_bit(string name)
    {
        ConvShape s = ConvCases.All[name];
        Workers.Count = 1;
        float[][] one = [.. RunAll(s, 0), .. RunAll(s, 0.8)];
        foreach (int threads in new[] { 2, 5 })
        {
            Workers.Count = threads;
            float[][] many = [.. RunAll(s, 0), .. RunAll(s, 0.8)];
            for (int i = 0; i < one.Length; i++)
                Assert.Equal(one[i], many[i]);
        }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void Geometries_drawn_at_random_follow_the_plain_kernels(int bits)
    {
        using LaneWidth.Forced width = LaneWidth.Force(bits);
        Workers.Count = 2;
        var random = new System.Random(bits);
        for (int round = 0; round < 200; round++)
        {
            ConvShape s = Draw(random);
            int inputs = s.N * s.C * s.Plane, outputs = s.N * s.M * s.OutPlane;
            float[] x = Numbers<float>(random, inputs), f = Numbers<float>(random, s.FilterLength), dy = Numbers<float>(random, outputs), bias = Numbers<float>(random, s.M);
            float[] y = NaNs<float>(outputs), dx = NaNs<float>(inputs), df = NaNs<float>(s.FilterLength);
            float[] wantY = new float[outputs], wantDx = new float[inputs], wantDf = new float[s.FilterLength];
            fixed (float* px = x, pf = f, pdy = dy, pb = bias, py = y, pdx = dx, pdf = df, pwy = wantY, pwdx = wantDx, pwdf = wantDf)
            {
                Convolutions.Forward(s, px, pf, new ConvEpilogue<float>(pb, true), py);
                RowConvolution<float>.Forward(s, px, pf, pb, pwy, true);
                Convolutions.BackwardInput(s, pdy, pf, pdx);
                RowConvolution<float>.BackwardInput(s, pdy, pf, null, pwdx, false);
                Convolutions.BackwardFilter(s, px, pdy, pdf);
                RowConvolution<float>.BackwardFilter(s, px, pdy, pwdf);
            }
            Close(Wide(wantY), y, 2e-5, $"{s}: forward");
            Close(Wide(wantDx), dx, 2e-5, $"{s}: backward input");
            Close(Wide(wantDf), df, 2e-5, $"{s}: backward filter");
        }
    }

    private static ConvShape Draw(System.Random random)
    {
        int[] common = [1, 16, 24, 32, 48, 64, 96];
        while (true)
        {
            int n = random.Next(1, 4), c = Channels(), m = Channels(), groups = random.Next(8) == 0 ? c : 1, kernel = new[] { 1, 1, 2, 3, 3, 5 }[random.Next(6)];
            int h = random.Next(3, 30), w = random.Next(3, 30), stride = random.Next(1, 3), pad = random.Next(0, 2);
            if (groups > 1)
                m = c;
            if (Math.Min(h, w) + (2 * pad) < kernel)
                continue;
            var s = ConvShape.Of(n, c, [h, w], m, [kernel, kernel], [stride, stride], [pad, pad], [pad, pad], [1, 1], groups);
            if (s.Products <= 4_000_000)
                return s;
        }

        int Channels() => random.Next(2) == 0 ? random.Next(1, 30) : common[random.Next(common.Length)];
    }

    private static float[][] RunAll(ConvShape s, double zeros)
    {
        var random = new System.Random(5);
        float[] x = Numbers<float>(random, s.N * s.C * s.Plane), f = Numbers<float>(random, s.FilterLength);
        float[] dy = Thinned(random, Numbers<float>(random, s.N * s.M * s.OutPlane), zeros);
        float[] y = new float[dy.Length], dx = new float[x.Length], df = new float[f.Length], db = new float[s.M];
        fixed (float* px = x, pf = f, pdy = dy, py = y, pdx = dx, pdf = df, pdb = db)
        {
            Convolutions.Forward(s, px, pf, default, py);
            Convolutions.BackwardInput(s, pdy, pf, pdx);
            Convolutions.BackwardFilter(s, px, pdy, pdf);
            Convolutions.BackwardBias(s.N, s.M, s.OutPlane, pdy, pdb);
        }
        return [y, dx, df, db];
    }

    private static void Check<T>(ConvShape s, double tolerance, int[] widths, double zeros = 0) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new System.Random(3);
        T[] x = Numbers<T>(random, s.N * s.C * s.Plane), f = Numbers<T>(random, s.FilterLength), dy = Thinned(random, Numbers<T>(random, s.N * s.M * s.OutPlane), zeros);
        T[] bm = Numbers<T>(random, s.M), bc = Numbers<T>(random, s.C);
        double[] wantY = NaiveConvolution.Forward(s, Wide(x), Wide(f)), wantDx = NaiveConvolution.BackwardInput(s, Wide(dy), Wide(f));
        double[] wantDf = NaiveConvolution.BackwardFilter(s, Wide(x), Wide(dy)), wantDb = new double[s.M];
        for (int i = 0; i < dy.Length; i++)
            wantDb[i / s.OutPlane % s.M] += double.CreateChecked(dy[i]);
        // Results start as NaN: what a kernel forgets to write, or adds to, shows.
        T[] y = NaNs<T>(dy.Length), dx = NaNs<T>(x.Length), df = NaNs<T>(f.Length), db = NaNs<T>(s.M);
        fixed (T* px = x, pf = f, pdy = dy, py = y, pdx = dx, pdf = df, pbm = bm, pbc = bc, pdb = db)
        {
            foreach (int bits in widths)
            {
                using LaneWidth.Forced width = LaneWidth.Force(bits);
                foreach (var (bias, relu) in new[] { (false, false), (true, false), (true, true), (false, true) })
                {
                    Array.Fill(y, T.NaN);
                    Convolutions.Forward(s, px, pf, new ConvEpilogue<T>(bias ? pbm : null, relu), py);
                    Close(Finished(wantY, bias ? bm : null, s.OutPlane, relu), y, tolerance, $"forward at {bits} bits");
                    Array.Fill(dx, T.NaN);
                    Convolutions.BackwardInput(s, pdy, pf, pdx, bias ? pbc : null, relu);
                    Close(Finished(wantDx, bias ? bc : null, s.Plane, relu), dx, tolerance, $"backward input at {bits} bits");
                }
                Array.Fill(df, T.NaN);
                Convolutions.BackwardFilter(s, px, pdy, pdf);
                Close(wantDf, df, tolerance, $"backward filter at {bits} bits");
                Convolutions.BackwardBias(s.N, s.M, s.OutPlane, pdy, pdb);
                Close(wantDb, db, tolerance, "backward bias");
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Endings_of_every_kind_follow_the_definition_at_every_lane_width(string name)
    {
        CheckEndings<float>(ConvCases.All[name], 1e-5, [512, 256, 128, 32]);
        CheckEndings<double>(ConvCases.All[name], 1e-13, [LaneWidth.WidestBits]);
    }

    private static void CheckEndings<T>(ConvShape s, double tolerance, int[] widths) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new System.Random(4);
        T[] x = Numbers<T>(random, s.N * s.C * s.Plane), f = Numbers<T>(random, s.FilterLength), scale = Numbers<T>(random, s.M), bias = Numbers<T>(random, s.M);
        int length = s.N * s.M * s.OutPlane;
        // The residual lies before the results in one array, so that the distance of the two is fixed.
        T[] residual = Numbers<T>(random, length), both = new T[2 * length];
        double[] sums = NaiveConvolution.Forward(s, Wide(x), Wide(f));
        fixed (T* px = x, pf = f, ps = scale, pb = bias, pboth = both)
        {
            foreach (int bits in widths)
            {
                using LaneWidth.Forced width = LaneWidth.Force(bits);
                foreach (var (scaled, added, relu, six) in new[] { (true, false, false, false), (true, true, true, false), (false, true, true, true), (true, false, true, true) })
                {
                    residual.CopyTo(both, 0);
                    Array.Fill(both, T.NaN, length, length);
                    // A channel's largest results come near 10, so that six is met.
                    T[] factors = Array.ConvertAll(scale, v => v * T.CreateChecked(10));
                    fixed (T* pfactors = factors)
                    {
                        var ending = new ConvEpilogue<T>(pb, relu) { Scale = scaled ? pfactors : null, Residual = added ? -length : 0, AtMostSix = six };
                        Convolutions.Forward(s, px, pf, ending, pboth + length);
                    }
                    double[] want = [.. sums];
                    for (int i = 0; i < length; i++)
                    {
                        int channel = i / s.OutPlane % s.M;
                        want[i] *= scaled ? double.CreateChecked(factors[channel]) : 1;
                        want[i] += double.CreateChecked(bias[channel]) + (added ? double.CreateChecked(residual[i]) : 0);
                        want[i] = six ? Math.Clamp(want[i], 0, 6) : relu ? Math.Max(want[i], 0) : want[i];
                    }
                    // Rounding errors are those of the sums, also where six cuts them off.
                    double largest = sums.Length == 0 ? 0 : sums.Max(Math.Abs);
                    Close(want, both[length..], tolerance * (scaled ? 10 : 1) * Math.Max(1, largest), $"ending at {bits} bits");
                }
            }
        }
    }

    private static T[] Thinned<T>(System.Random random, T[] values, double zeros) where T : INumber<T>
        => zeros > 0 ? Array.ConvertAll(values, v => random.NextDouble() < zeros ? T.Zero : v) : values;

    private static double[] Finished<T>(double[] sums, T[]? bias, int plane, bool relu) where T : INumber<T>
    {
        double[] finished = [.. sums];
        for (int i = 0; i < finished.Length; i++)
        {
            finished[i] += bias is null ? 0 : double.CreateChecked(bias[i / plane % bias.Length]);
            finished[i] = relu ? Math.Max(finished[i], 0) : finished[i];
        }
        return finished;
    }

    private static void Close<T>(double[] want, T[] got, double tolerance, string what) where T : INumber<T>
    {
        Assert.Equal(want.Length, got.Length);
        double scale = want.Length == 0 ? 0 : 1 + want.Max(Math.Abs);
        for (int i = 0; i < want.Length; i++)
        {
            double error = Math.Abs(want[i] - double.CreateChecked(got[i]));
            Assert.True(error <= tolerance * scale, $"{what}: element {i} is {got[i]}, should be {want[i]} (error {error:g3}).");
        }
    }

    private static T[] Numbers<T>(System.Random random, int count) where T : INumber<T>
    {
        var numbers = new T[count];
        for (int i = 0; i < count; i++)
            numbers[i] = T.CreateChecked((float)((random.NextDouble() * 2) - 1));
        return numbers;
    }

    private static T[] NaNs<T>(int count) where T : IFloatingPointIeee754<T>
    {
        var numbers = new T[count];
        Array.Fill(numbers, T.NaN);
        return numbers;
    }

    private static double[] Wide<T>(T[] numbers) where T : INumber<T> => Array.ConvertAll(numbers, v => double.CreateChecked(v));
}
