using Trireme.Formats.Tensors;
using Trireme.Static;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Tensors;

/// <summary>uint64 in the files that NumPy and Paddle read and write, and in programs.</summary>
public sealed class UnsignedFileTests(ITestOutputHelper output) : IDisposable
{
    private static readonly ulong[] Values = [0, 1, (1UL << 53) + 1, long.MaxValue, 1UL << 63, ulong.MaxValue - 1, ulong.MaxValue];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void States_keep_every_bit()
    {
        Paddle.Save(new Dictionary<string, Tensor> { ["x"] = Paddle.ToTensor(Values), ["one"] = Paddle.ToTensor(ulong.MaxValue) }, _folder["a.pdparams"]);
        OrderedDictionary<string, object?> back = Paddle.Load(_folder["a.pdparams"]);
        Assert.Equal(Values, ((Tensor)back["x"]!).ToArray<ulong>());
        Assert.Equal(("[]", ulong.MaxValue), (((Tensor)back["one"]!).Shape.ToString(), ((Tensor)back["one"]!).Item<ulong>()));
        string? printed = Python.Run(output,
            """
            import sys, pickle
            d = pickle.load(open(sys.argv[1], 'rb'))
            print(d['x'].dtype.str, d['x'].tolist(), d['one'].dtype.str, d['one'].item())
            """,
            _folder["a.pdparams"]);
        if (printed is not null)
            Assert.Equal($"<u8 [{string.Join(", ", Values)}] <u8 {ulong.MaxValue}", printed.TrimEnd());
    }

    [Fact]
    public void What_numpy_writes_is_a_tensor_here()
    {
        string? printed = Python.Run(output,
            """
            import sys, pickle, numpy
            x = numpy.array([int(v) for v in sys.argv[2:]], 'uint64')
            pickle.dump({'x': x, 'y': numpy.uint64(2 ** 64 - 1)}, open(sys.argv[1], 'wb'), 2)
            print((x + numpy.uint64(3)).tolist(), (x * x).tolist(), x.sum(), x.astype('float32').tolist())
            """,
            [_folder["n.pdparams"], .. Values.Select(v => v.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        if (printed is null)
            return;
        Tensor x = (Tensor)Paddle.Load(_folder["n.pdparams"])["x"]!;
        Assert.Equal(Values, x.ToArray<ulong>());
        string reals = string.Join(", ", (x.Cast("float32")).ToArray<float>().Select(f => f.ToString("F1", System.Globalization.CultureInfo.InvariantCulture)));
        string expected = $"[{string.Join(", ", (x + 3).ToArray<ulong>())}] [{string.Join(", ", (x * x).ToArray<ulong>())}] {x.Sum().Item<ulong>()}";
        Assert.StartsWith(expected, printed, StringComparison.Ordinal);
        Assert.Equal(reals.Split(", ").Select(double.Parse), printed[expected.Length..].Trim(' ', '[', ']', '\n').Split(", ").Select(double.Parse));
    }

    [Fact]
    public void Programs_feed_compute_save_and_fetch()
    {
        using var scope = new ScopeGuard(new Scope());
        using var own = new TemporaryFolder();
        var main = new Program();
        var executor = new Executor();
        var feed = new Dictionary<string, Tensor> { ["x"] = Paddle.ToTensor(Values) };
        using (new ProgramGuard(main, new Program()))
        {
            Variable x = Trireme.Static.Static.Data("x", [-1], "uint64");
            Variable shifted = (Variable)(x + Paddle.ToTensor(new[] { ulong.MaxValue })), filled = (Variable)(Paddle.Full([1], ulong.MaxValue - 1) - x);
            Variable real = (Variable)x.Cast("float64"), back = (Variable)x.Cast("int64").Cast("uint64");
            Assert.Equal((DType.UInt64, DType.UInt64), (shifted.DType, filled.DType));
            Trireme.Static.Static.SaveInferenceModel(own["model"], [x], [shifted, filled, real, back], executor, main);
            Check(executor.Run(main, feed, [shifted, filled, real, back]));
        }
        (Program loaded, string[] feeds, Variable[] fetches) = Trireme.Static.Static.LoadInferenceModel(own["model"], executor);
        Assert.Equal((DType.UInt64, "x"), (loaded.GlobalBlock().Var("x").DType, feeds.Single()));
        // Interpreted first, planned afterwards.
        for (int run = 0; run < 3; run++)
            Check(executor.Run(loaded, feed, [.. fetches.Select(f => (FetchTarget)f)]));
    }

    [Fact]
    public void Tensor_streams_number_the_type_38_and_read_sizes_too()
    {
        using var scope = new ScopeGuard(new Scope());
        var main = new Program();
        using (new ProgramGuard(main, new Program()))
        {
            Variable kept = (Variable)Trireme.Static.Static.CreateGlobalVar([7], 1, "uint64", persistable: true, name: "kept");
            Scope.Global.Var("kept").Set(Paddle.ToTensor(Values));
            Trireme.Static.Static.SaveVars(new Executor(), Path.GetDirectoryName(_folder["x"])!, main, [kept]);
            TensorRecord record = TensorFile.Read(_folder["kept"]);
            Assert.Equal((38, 56L), (record.ElementType, record.Data.LongLength));
            TensorFile.Write(_folder["kept"], new TensorRecord(19, record.Dims, record.Data));
            Scope.Global.Var("kept").Set(Paddle.Zeros([7], "uint64"));
            Trireme.Static.Static.LoadVars(new Executor(), Path.GetDirectoryName(_folder["x"])!, main, [kept]);
            Assert.Equal(Values, ((Tensor)Scope.Global.FindVar("kept")!.Value!).ToArray<ulong>());
        }
    }

    private static void Check(Tensor[] results)
    {
        Assert.Equal(Values.Select(v => unchecked(v - 1)), results[0].ToArray<ulong>());
        Assert.Equal(Values.Select(v => unchecked(ulong.MaxValue - 1 - v)), results[1].ToArray<ulong>());
        Assert.Equal(Values.Select(v => (double)v), results[2].ToArray<double>());
        Assert.Equal(Values, results[3].ToArray<ulong>());
    }
}
