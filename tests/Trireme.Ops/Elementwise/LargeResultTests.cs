using Xunit;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.Ops.Elementwise;

/// <summary>Results too large for the caches are written past them: the numbers are those of the same work in small pieces.</summary>
public sealed class LargeResultTests
{
    // 17 MB, rows of an odd length.
    private const int Rows = 4200, Columns = 1037;

    public static TheoryData<string> Names => [.. Functions.Keys];

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> Functions = new()
    {
        ["add"] = (x, y) => x + y,
        ["a number"] = (x, _) => x * 3f,
        ["relu"] = (x, _) => F.Relu(x),
        ["exp"] = (x, _) => Paddle.Exp(x),
        ["sigmoid"] = (x, _) => F.Sigmoid(x),
        ["gelu"] = (x, _) => F.Gelu(x),
        ["tanh"] = (x, _) => Paddle.Tanh(x),
        ["mish"] = (x, _) => F.Mish(x),
        ["several steps"] = (x, y) => F.Silu(x) * y,
        ["a row"] = (x, _) => x - Numbers(1, 2)[0],
        ["a row, added"] = (x, _) => Numbers(1, 2)[0] + x,
        ["a row, multiplied"] = (x, _) => x * Numbers(1, 2)[0],
        ["a column, subtracted"] = (x, _) => x.Max([1], keepdim: true) - x,
        ["a column"] = (x, _) => x * 0.5f + x.Max([1], keepdim: true),
        ["layer_norm"] = (x, _) => F.LayerNorm(x, [Columns], Numbers(1, 3)[0], Numbers(1, 4)[0]),
        ["integers and back"] = (x, _) => (x * 100f).Cast("int64").Cast("float32"),
        ["concat"] = (x, y) => Paddle.Concat([x, y], 1),
    };

    [Theory, MemberData(nameof(Names))]
    public void Are_those_of_small_pieces(string name)
    {
        Func<Tensor, Tensor, Tensor> f = Functions[name];
        Tensor x = Numbers(Rows, 0), y = Numbers(Rows, 1);
        ReadOnlySpan<float> whole = f(x, y).ToArray<float>();
        int width = whole.Length / Rows;
        foreach (int first in (int[])[0, 1, 777, Rows - 5])
        {
            float[] piece = f(x[first..(first + 5)], y[first..(first + 5)]).ToArray<float>();
            Assert.Equal(piece, whole.Slice(first * width, 5 * width).ToArray());
        }
    }

    private static Tensor Numbers(int rows, int seed)
    {
        var values = new float[rows * Columns];
        for (int i = 0; i < values.Length; i++)
            values[i] = (((i + seed) * 37 % 1009) - 500) / 250f;
        return Paddle.ToTensor<float>(values, [rows, Columns]);
    }
}
