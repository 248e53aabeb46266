using System.Security.Cryptography;
using System.Text;
using Trireme.Formats.Files;
using Trireme.Formats.Npy;
using Trireme.Formats.Pickle;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Formats.Pickle;

/// <summary>Files that PaddlePaddle wrote, of several versions and protocols.</summary>
public sealed class RealFileTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("pickles/linear-p2-2020.pdparams", "fc.weight <f4 [13, 1] | fc.bias <f4 [1]")]
    [InlineData("pickles/linear-p2-2021.pdparams", "fc.weight <f4 [13, 1] | fc.bias <f4 [1]")]
    [InlineData("pickles/linear-p4-2022.pdparams", "fc.weight <f4 [13, 1] | fc.bias <f4 [1]")]
    [InlineData("pickles/iris-plain-tensors.pdparams", "W <f4 [4, 3] | b <f4 [3]")]
    [InlineData("pickles/float64-params.pdparams", "cirs.0.0.theta <f8 [2, 8, 3] | cirs.1.0.theta <f8 [2, 8, 3] | fc.weight <f8 [4, 2] | fc.bias <f8 [2]")]
    [InlineData("pickles/mnist-cnn-p2-2021.pdparams",
        "conv1.weight <f4 [20, 1, 5, 5] | conv1.bias <f4 [20] | conv2.weight <f4 [20, 20, 5, 5] | conv2.bias <f4 [20] | "
        + "fc.weight <f4 [980, 10] | fc.bias <f4 [10]")]
    [InlineData("pickles/mnist-cnn-p4-numpy2-2025.pdparams", 6)]
    [InlineData("pickles/mnist-cnn-bn.pdparams", 14)]
    [InlineData("pickles/momentum-linearwarmup.pdopt", 230)]
    [InlineData("mnist-lenet-2.2/mnist.pdparams", 10)]
    [InlineData("hapi-checkpoint-lstm/final.pdparams", null)]
    [InlineData("hapi-checkpoint-lstm/final.pdopt", null)]
    public void A_state_dict_is_read_written_and_read_again(string name, object? expected)
    {
        if (SharedData.Find("data/paddle-files/" + name, output) is not { } path)
            return;
        PaddleState state = PaddlePickle.ReadState(path);
        string[] arrays = [.. state.Arrays.Select(a => $"{a.Key} {a.Value}")];
        output.WriteLine(string.Join(" | ", arrays));
        if (expected is string listing)
            Assert.Equal(listing, string.Join(" | ", arrays));
        else if (expected is int count)
            Assert.Equal(count, arrays.Length);
        Assert.NotEmpty(arrays);
        Assert.Equal(state.Arrays.Select(a => a.Key), state.ParameterNames.Keys);

        string original = Canonical.Show(PickleFile.Read(path));
        for (int protocol = 2; protocol <= 4; protocol++)
        {
            PaddlePickle.WriteState(_folder[$"p{protocol}"], state, protocol);
            PaddleState again = PaddlePickle.ReadState(_folder[$"p{protocol}"]);
            Assert.Equal(Dump(state), Dump(again));
        }
        string? printed = Python.Run(
            output,
            Canonical.Script + """
            import sys, pickle, hashlib
            def digest(path): return hashlib.sha256(show(pickle.load(open(path, 'rb'))).encode()).hexdigest()
            sys.modules.setdefault('numpy._core', numpy.core); sys.modules.setdefault('numpy._core.multiarray', numpy.core.multiarray)
            print(*map(digest, sys.argv[1:]))
            """,
            path, _folder["p2"], _folder["p3"], _folder["p4"]);
        if (printed is not null)
        {
            string[] digests = printed.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(original))), digests[0]);
            Assert.Single(digests[1..].Distinct());
            if (((PickleDict)PickleFile.Read(path)!).Keys.Last() is PaddlePickle.NameTable)
                Assert.Equal(digests[0], digests[1]);
        }
    }

    [Fact]
    public void Weights_are_the_ones_in_the_export_of_the_same_model()
    {
        // The export holds the same tensors as raw bytes behind a header each, in the order of the parameter names.
        if (SharedData.Find("data/paddle-files/mnist-lenet-2.2", output) is not { } folder)
            return;
        byte[] export = File.ReadAllBytes(Path.Combine(folder, "mnist.pdiparams"));
        PaddleState state = PaddlePickle.ReadState(Path.Combine(folder, "mnist.pdparams"));
        int at = 0;
        foreach ((string key, string _) in state.ParameterNames.OrderBy(n => n.Value, StringComparer.Ordinal))
        {
            var array = (NumpyArray)state.Entries[key]!;
            at += 20 + BitConverter.ToInt32(export, at + 16);
            Assert.True(array.Bytes.SequenceEqual(export.AsSpan(at, array.Bytes.Length)), key);
            at += array.Bytes.Length;
        }
        Assert.Equal(export.Length, at);
    }

    [Fact]
    public void The_nested_state_of_a_schedule_is_read()
    {
        if (SharedData.Find("data/paddle-files/pickles/momentum-linearwarmup.pdopt", output) is not { } path)
            return;
        var schedule = (PickleDict)PaddlePickle.ReadState(path).Entries["LR_Scheduler"]!;
        Assert.Equal(1260L, schedule["last_epoch"]);
        Assert.Equal(0.005, schedule["last_lr"]);
        Assert.Equal(260L, ((PickleDict)schedule["LinearWarmup_LR"]!)["last_epoch"]);
    }

    [Theory]
    [InlineData("pickles/momentum-linearwarmup.pdopt", 2.0)]
    [InlineData("mnist-lenet-2.2/mnist.pdparams", 2.5)]
    public void Reading_allocates_little_more_than_the_file_holds(string name, double factor)
    {
        if (SharedData.Find("data/paddle-files/" + name, output) is not { } path)
            return;
        PaddlePickle.ReadState(path);
        long before = GC.GetAllocatedBytesForCurrentThread();
        PaddlePickle.ReadState(path);
        double ratio = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / new FileInfo(path).Length;
        output.WriteLine($"{ratio:F2} bytes a byte");
        Assert.InRange(ratio, 0, factor);
    }

    [Theory]
    [InlineData("mnist-lenet-2.2/mnist.pdiparams.info", "conv2d_0.w_0", "conv1.weight")]
    [InlineData("ppocr-cls-v2.0/inference.pdiparams.info", "conv8_se_1_offset", "backbone.blocks.6.mid_se.conv1.bias")]
    [InlineData("ppocr-det-v3-ch/inference.pdiparams.info", "conv2d_0.w_0", "backbone.conv.conv.weight")]
    [InlineData("ppyolo-tiny-2.4/model.pdiparams.info", "conv2d_0.w_0", "backbone.conv1.conv.weight")]
    [InlineData("lstm-2.3/LSTMModel.pdiparams.info", null, null)]
    public void The_names_beside_an_export_are_read(string name, string? first, string? structured)
    {
        if (SharedData.Find("data/paddle-files/" + name, output) is not { } path)
            return;
        PaddleState info = PaddlePickle.ReadState(path);
        Assert.NotEmpty(info.Entries);
        Assert.All(info.Entries.Values, v => Assert.IsType<string>(((PickleDict)v!)["structured_name"]));
        if (first is null)
            return;
        (string key, object? value) = info.Entries.First();
        Assert.Equal(first, key);
        Assert.Equal(structured, ((PickleDict)value!)["structured_name"]);
        Assert.Equal(false, ((PickleDict)value!)["stop_gradient"]);
    }

    [Fact]
    public void Every_other_file_of_paddle_is_refused_as_no_pickle()
    {
        if (SharedData.Find("data/paddle-files", output) is not { } folder)
            return;
        foreach (string path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (Path.GetExtension(path) is not (".pdparams" or ".pdopt" or ".info"))
                Assert.Throws<InvalidFileException>(() => PickleFile.Read(path));
        }
    }

    [Theory]
    [InlineData("pickles/linear-p2-2020.pdparams", 4000)]
    [InlineData("pickles/linear-p4-2022.pdparams", 4000)]
    [InlineData("pickles/float64-params.pdparams", 4000)]
    [InlineData("mnist-lenet-2.2/mnist.pdiparams.info", 2000)]
    [InlineData("pickles/mnist-cnn-p4-numpy2-2025.pdparams", 300)]
    [InlineData("pickles/mnist-cnn-p2-2021.pdparams", 300)]
    public void Damaged_copies_are_refused_cheaply(string name, int count)
    {
        if (SharedData.Find("data/paddle-files/" + name, output) is not { } path)
            return;
        byte[] good = File.ReadAllBytes(path);
        IEnumerable<byte[]> bad = Mutations.Of(good, count, count).Concat(Mutations.Prefixes(good, 500));
        int refused = Mutations.Survive<InvalidFileException>(bad, file => PickleFile.Read(new MemoryStream(file)), slack: 1 << 17);
        output.WriteLine($"{refused} of {count + Math.Min(500, good.Length)} refused");
        Assert.InRange(refused, Math.Min(500, good.Length), int.MaxValue);
    }

    private static string Dump(PaddleState state)
        => string.Join("\n", state.Entries.Select(e => $"{e.Key} {state.ParameterNames.GetValueOrDefault(e.Key)} {Canonical.Show(e.Value)}"));
}
