using Trireme.Cpu;
using Trireme.Cpu.Convolution;

namespace Trireme.Tests.Cpu.Convolution;

/// <summary>Gradients of layers so large that they are made piece by piece, against kernels of another kind: the definition itself would take too long.</summary>
[Collection(nameof(WorkerCount))]
public sealed unsafe class LargeGradientTests : IDisposable
{
    private readonly int _before = Workers.Count;

    public void Dispose() => Workers.Count = _before;

    private static readonly Dictionary<string, ConvShape> All = new()
    {
        ["tiles of four in chunks"] = Of(5, 32, 44, 33, 3, 1, 1),
        ["tiles of four, blocks of channels"] = Of(4, 164, 7, 180, 3, 1, 1),
        ["one slice in stretches"] = Of(3, 520, 38, 513, 1, 1, 0),
        ["packed gradients in chunks, stride 2"] = Of(6, 24, 56, 600, 1, 2, 0),
        ["patches in slices"] = Of(4, 3, 90, 24, 7, 2, 3),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Pieces_add_up_to_what_other_kernels_compute(string name)
    {
        ConvShape s = All[name];
        var random = new System.Random(7);
        float[] x = Numbers(random, s.N * s.C * s.Plane), f = Numbers(random, s.FilterLength), dy = Numbers(random, s.N * s.M * s.OutPlane);
        float[] dx = new float[x.Length], df = new float[f.Length], wantDx = new float[x.Length], wantDf = new float[f.Length];
        fixed (float* px = x, pf = f, pdy = dy, pdx = dx, pdf = df, pwdx = wantDx, pwdf = wantDf)
        {
            TileConvolution.BackwardInput(s, pdy, pf, null, pwdx, false);
            FilterGradient.Run(s, px, pdy, pwdf);
            foreach (int bits in new[] { LaneWidth.WidestBits, 128 })
            {
                using LaneWidth.Forced width = LaneWidth.Force(bits);
                Convolutions.BackwardInput(s, pdy, pf, pdx);
                Convolutions.BackwardFilter(s, px, pdy, pdf);
                Close(wantDx, dx);
                Close(wantDf, df);
                (float[] sameDx, float[] sameDf) = ([.. dx], [.. df]);
                Workers.Count = 3;
                Convolutions.BackwardInput(s, pdy, pf, pdx);
                Convolutions.BackwardFilter(s, px, pdy, pdf);
                Workers.Count = _before;
                Assert.Equal(sameDx, dx);
                Assert.Equal(sameDf, df);
            }
        }
    }

    private static ConvShape Of(int n, int c, int extent, int m, int kernel, int stride, int pad)
        => ConvShape.Of(n, c, [extent, extent], m, [kernel, kernel], [stride, stride], [pad, pad], [pad, pad], [1, 1], 1);

    private static void Close(float[] want, float[] got)
    {
        float scale = want.Max(MathF.Abs);
        for (int i = 0; i < want.Length; i++)
            Assert.True(MathF.Abs(want[i] - got[i]) <= 1e-5f * scale, $"element {i} is {got[i]}, should be {want[i]}");
    }

    private static float[] Numbers(System.Random random, int count)
    {
        var numbers = new float[count];
        for (int i = 0; i < count; i++)
            numbers[i] = (random.NextSingle() * 2) - 1;
        return numbers;
    }
}
