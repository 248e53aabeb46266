using Trireme.Tests.Shared;
using Trireme.Formats.Files;
using Trireme.Formats.Npy;
using Trireme.Formats.Pickle;
using Trireme.Tests.Formats.Npy;
using Xunit.Abstractions;

namespace Trireme.Tests.Formats.Pickle;

public sealed class PaddlePickleTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(2), InlineData(3), InlineData(4)]
    public void A_state_dict_comes_back(int protocol)
    {
        PaddleState state = Sample();
        PaddlePickle.WriteState(_folder["a.pdparams"], state, protocol);
        PaddleState back = PaddlePickle.ReadState(_folder["a.pdparams"]);
        Assert.Equal(state.Entries.Keys, back.Entries.Keys);
        Assert.All(state.Entries, e => Assert.Equal(Canonical.Show(e.Value), Canonical.Show(back.Entries[e.Key])));
        Assert.Equal(["linear_0.w_0", "linear_0.b_0", "steps"], back.ParameterNames.Values);
        Assert.Equal(["fc.weight", "fc.bias", "steps"], back.Arrays.Select(a => a.Key));
    }

    [Theory, InlineData(2), InlineData(3), InlineData(4)]
    public void Python_sees_the_name_table_last_and_complete(int protocol)
    {
        PaddlePickle.WriteState(_folder["a.pdparams"], Sample(), protocol);
        string? printed = Python.Run(
            output,
            Canonical.Script + """
            import sys, pickle
            d = pickle.load(open(sys.argv[1], 'rb'))
            print(list(d), list(d.values())[-1], d['LR_Scheduler'])
            print(show(d))
            """,
            _folder["a.pdparams"]);
        if (printed is null)
            return;
        string[] lines = printed.TrimEnd().Split('\n');
        Assert.Equal(
            "['fc.weight', 'fc.bias', 'steps', 'LR_Scheduler', 'StructuredToParameterName@@'] "
            + "{'fc.weight': 'linear_0.w_0', 'fc.bias': 'linear_0.b_0', 'steps': 'steps'} {'last_epoch': 3, 'last_lr': 0.5}",
            lines[0]);
        Assert.Equal(lines[1], Canonical.Show(PickleFile.Read(_folder["a.pdparams"])));
    }

    [Fact]
    public void The_name_table_is_kept_on_request()
    {
        PaddlePickle.WriteState(_folder["a"], Sample());
        var without = (PickleDict)PaddlePickle.Read(_folder["a"])!;
        var with = (PickleDict)PaddlePickle.Read(_folder["a"], keepNameTable: true)!;
        Assert.False(without.ContainsKey(PaddlePickle.NameTable));
        Assert.Equal("linear_0.w_0", ((PickleDict)with[PaddlePickle.NameTable]!)["fc.weight"]);
        Assert.Equal("linear_0.w_0", ((PaddleTensor)without["fc.weight"]!).Name);
    }

    [Fact]
    public void Tensors_anywhere_are_pairs_and_arrays_beside_them_stay_arrays()
    {
        NumpyArray a = NpyFileTests.Random("f4", [2, 3], 1), b = NpyFileTests.Random("i8", [2], 2);
        var dict = new PickleDict { ["deep"] = new PickleTuple(1L, new PaddleTensor("b", b)), ["plain"] = b };
        object tree = new List<object?> { new PaddleTensor("w", a), dict };
        PaddlePickle.Write(_folder["a"], tree);
        Assert.Equal(Canonical.Show(tree), Canonical.Show(PaddlePickle.Read(_folder["a"])));
        string? printed = Python.Run(
            output, Canonical.Script + "import sys, pickle\nprint(show(pickle.load(open(sys.argv[1], 'rb'))))", _folder["a"]);
        if (printed is not null)
            Assert.Equal(Canonical.Show(PickleFile.Read(_folder["a"])), printed.TrimEnd());
    }

    [Fact]
    public void Without_any_pair_every_array_is_a_tensor()
    {
        NumpyArray a = NpyFileTests.Random("f4", [2], 1);
        PickleFile.Write(_folder["a"], new List<object?> { a, new PickleDict { ["x"] = a } });
        Assert.Equal($"[T(,{Canonical.Show(a)}),{{s:78=T(,{Canonical.Show(a)})}}]", Canonical.Show(PaddlePickle.Read(_folder["a"])));
    }

    [Fact]
    public void A_dict_of_tensors_is_written_as_a_state_dict_and_master_weights_are_not()
    {
        NumpyArray a = NpyFileTests.Random("f4", [2], 1);
        var schedule = new PickleDict { ["last_epoch"] = 1 };
        PaddlePickle.Write(_folder["a"], new Dictionary<string, object?> { ["w"] = new PaddleTensor("p", a), ["LR_Scheduler"] = schedule });
        Assert.True(((PickleDict)PickleFile.Read(_folder["a"])!).ContainsKey(PaddlePickle.NameTable));

        var state = new PaddleState { Entries = { ["m"] = a, ["master_weights"] = new PickleDict { ["w"] = new PaddleTensor("p", a) } } };
        PaddlePickle.WriteState(_folder["b"], state);
        var raw = (PickleDict)PickleFile.Read(_folder["b"])!;
        Assert.Equal(["m", "master_weights"], raw.Keys);
        Assert.Equal($"(s:6d,{Canonical.Show(a)})", Canonical.Show(raw["m"]));
        Assert.IsType<PaddleTensor>(((PickleDict)PaddlePickle.ReadState(_folder["b"]).Entries["master_weights"]!)["w"]);
    }

    [Fact]
    public void An_array_inside_a_schedule_is_no_tensor()
    {
        NumpyArray best = NumpyArray.Create([1.5]);
        PaddleState state = Sample();
        state.Entries["LR_Scheduler"] = new PickleDict { ["best"] = best, ["num_bad_epochs"] = 2L };
        PaddlePickle.WriteState(_folder["a"], state);
        PaddleState back = PaddlePickle.ReadState(_folder["a"]);
        Assert.Equal(3, back.ParameterNames.Count);
        Assert.Equal(Canonical.Show(state.Entries["LR_Scheduler"]), Canonical.Show(back.Entries["LR_Scheduler"]));
    }

    [Fact]
    public void Streams_serve_as_well_as_files()
    {
        var value = new PickleDict { ["w"] = new PaddleTensor("p", NpyFileTests.Random("f4", [2], 1)) };
        using var stream = new MemoryStream();
        PaddlePickle.Write(stream, value, protocol: 2);
        stream.Position = 0;
        Assert.Equal(Canonical.Show(value), Canonical.Show(PaddlePickle.Read(stream)));
    }

    [Theory, InlineData(2), InlineData(3)]
    public void Large_arrays_are_cut_and_joined(int protocol)
    {
        var state = new PaddleState();
        state.Entries["small"] = NpyFileTests.Random("f4", [3], 1);
        state.Entries["big"] = NpyFileTests.Random("f4", [5, 7], 2);
        state.Entries["last"] = NpyFileTests.Random("u1", [3], 3);
        PaddlePickle.WriteState(_folder["a"], state, protocol, largestSlice: 47);
        var raw = (PickleDict)PickleFile.Read(_folder["a"])!;
        Assert.Equal(["small", "last", PaddlePickle.NameTable, "big@@.0", "big@@.1", "big@@.2", "big@@.3", "UnpackBigParamInfor@@"], raw.Keys);
        Assert.Equal([11], ((NumpyArray)raw["big@@.0"]!).Shape);
        Assert.Equal([2], ((NumpyArray)raw["big@@.3"]!).Shape);
        PaddleState back = PaddlePickle.ReadState(_folder["a"]);
        Assert.Equal(["small", "last", "big"], back.Entries.Keys);
        Assert.All(state.Entries, e => Assert.Equal(Canonical.Show(e.Value), Canonical.Show(back.Entries[e.Key])));
    }

    [Fact]
    public void Slices_that_do_not_make_the_array_are_refused()
    {
        NumpyArray a = NpyFileTests.Random("f4", [2], 1), other = NpyFileTests.Random("f8", [2], 1);
        foreach ((object? shape, object? slices) in new (object?, object?)[]
        {
            (new PickleTuple(5L), new List<object?> { "a", "b" }), (new PickleTuple(4L), new List<object?> { "a", "missing" }),
            (new PickleTuple(4L), new List<object?> { "a", "a" }), (new PickleTuple(4L), new List<object?> { "a", "other" }),
            (new PickleTuple(-2L, -2L), new List<object?> { "a", "b" }), (new PickleTuple(1L << 40, 0L), new List<object?> { "a" }),
            (null, new List<object?>()), (new PickleTuple(0L), new List<object?>()),
        })
        {
            var info = new PickleDict { ["w"] = new PickleDict { ["OriginShape"] = shape, ["slices"] = slices } };
            PickleFile.Write(_folder["a"], new PickleDict { ["a"] = a, ["b"] = a, ["other"] = other, ["UnpackBigParamInfor@@"] = info });
            Assert.Contains("UnpackBigParamInfor@@", Assert.Throws<InvalidFileException>(() => PaddlePickle.Read(_folder["a"])).Message);
        }
    }

    [Fact]
    public void A_tensor_of_a_static_graph_is_matched_not_evaluated()
    {
        string? printed = Python.Run(
            output,
            """
            import sys, pickle, numpy
            class Pair:
                def __init__(self, name, array): self.name, self.array = name, array
                def __reduce__(self): return tuple, ((self.name, self.array),)
            class Static:
                def __init__(self, array): self.array = array
                def __reduce__(self): return eval, ('data', {'data': self.array})
            a = numpy.arange(6, dtype='f4')
            for protocol in (2, 3, 4):
                pickle.dump({'s': [Static(a)], 'n': {'k': 1}}, open(f'{sys.argv[1]}/s{protocol}', 'wb'), protocol)
                pickle.dump([Pair('w', a), a], open(f'{sys.argv[1]}/p{protocol}', 'wb'), protocol)
            """,
            Path.GetDirectoryName(_folder["x"])!);
        if (printed is null)
            return;
        string a = Canonical.Show(NumpyArray.Create([0f, 1f, 2f, 3f, 4f, 5f], 6));
        for (int protocol = 2; protocol <= 4; protocol++)
        {
            Assert.Equal($"{{s:73=[T(,{a})],s:6e={{s:6b=1}}}}", Canonical.Show(PaddlePickle.Read(_folder[$"s{protocol}"])));
            Assert.Equal($"[T(w,{a}),{a}]", Canonical.Show(PaddlePickle.Read(_folder[$"p{protocol}"])));
        }
    }

    [Fact]
    public void Something_that_is_no_state_dict_is_named()
    {
        PickleFile.Write(_folder["a"], new List<object?> { 1 });
        Assert.Contains("no state dict", Assert.Throws<InvalidFileException>(() => PaddlePickle.ReadState(_folder["a"])).Message);
        PickleFile.Write(_folder["a"], new PickleDict { [1L] = 2 });
        Assert.Contains("no text", Assert.Throws<InvalidFileException>(() => PaddlePickle.ReadState(_folder["a"])).Message);
        PickleFile.Write(_folder["a"], new PickleDict { [PaddlePickle.NameTable] = 2 });
        Assert.Contains("not a dict", Assert.Throws<InvalidFileException>(() => PaddlePickle.Read(_folder["a"])).Message);
        Assert.Throws<InvalidArgumentException>(() => PaddlePickle.WriteState(_folder["a"], new PaddleState { Entries = { [PaddlePickle.NameTable] = 1L } }));
    }

    private static PaddleState Sample() => new()
    {
        Entries =
        {
            ["fc.weight"] = NpyFileTests.Random("f4", [13, 4], 1),
            ["fc.bias"] = NpyFileTests.Random("u2", [4], 2),
            ["steps"] = NumpyArray.Create([7L], 1),
            ["LR_Scheduler"] = new PickleDict { ["last_epoch"] = 3L, ["last_lr"] = 0.5 },
        },
        ParameterNames = { ["fc.weight"] = "linear_0.w_0", ["fc.bias"] = "linear_0.b_0" },
    };
}
