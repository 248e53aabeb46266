using Trireme.Tests.Shared;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Trireme.Formats.Npy;
using Trireme.Formats.Pickle;
using Trireme.Tests.Formats.Npy;
using Xunit.Abstractions;

namespace Trireme.Tests.Formats.Pickle;

public sealed class PickleFileTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(2), InlineData(3), InlineData(4)]
    public void Any_tree_comes_back(int protocol) => Prop.ForAll<int>(seed =>
    {
        object? tree = RandomTree(new System.Random(seed), 5);
        using var stream = new MemoryStream();
        PickleFile.Write(stream, tree, protocol);
        stream.Position = 0;
        return Canonical.Show(tree) == Canonical.Show(PickleFile.Read(stream));
    }).QuickCheckThrowOnFailure();

    [Theory, InlineData(2), InlineData(3), InlineData(4)]
    public void Python_reads_what_is_written_here(int protocol)
    {
        var random = new System.Random(protocol);
        var expected = new List<string>();
        for (int i = 0; i < 200; i++)
        {
            object? tree = RandomTree(random, 5);
            PickleFile.Write(_folder[$"{i}"], tree, protocol);
            expected.Add(Canonical.Show(tree));
        }
        string? printed = Python.Run(
            output,
            Canonical.Script + "import sys, pickle\nfor i in range(200): print(show(pickle.load(open(f'{sys.argv[1]}/{i}', 'rb'))))",
            Path.GetDirectoryName(_folder["x"])!);
        if (printed is not null)
            Assert.Equal(expected, printed.TrimEnd().Split('\n'));
    }

    [Fact]
    public void What_python_writes_is_read_here()
    {
        string? printed = Python.Run(
            output,
            Canonical.Script + """
            import sys, pickle
            class P(pickle._Pickler): pass
            a = numpy.arange(24, dtype='<f4').reshape(2, 3, 4)
            shared = [1, 2]
            arrays = [a, a.T, a.astype('>f8'), a[0].astype('>i2'), numpy.asfortranarray(a), a[:, ::2], numpy.array(3.5), numpy.zeros((0, 3)), a > 3,
                      a.astype('f2'), a.astype('c8'), a.astype('>c16'), a.astype('u1'), a.astype('i8'), numpy.full((70000,), 200, 'u1'),
                      numpy.arange(30000, dtype='>u4').reshape(100, 300).T]
            trees = arrays + [arrays, {'w': a, 'again': a, 'b': a.T},
                None, True, False, 0, 1, 255, 256, 65535, 65536, -1, 2**31 - 1, 2**31, -2**31, 2**63 - 1, 2**63, -2**63, -2**63 - 1, 10**100, -10**700,
                0.0, -0.0, 1.5, float('inf'), float('-inf'), float('nan'), 1e308, 'text', '', 'äöü€ 😀 \\ \n \'"', 'x' * 300, 'é' * 70000,
                b'', b'a', bytes(range(256)), b'\xff' * 70000, bytearray(b'abc'), bytearray(),
                [], [1], [1, [2, [3]]], (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4),
                {}, {'a': 1, 'b': {'c': 2}}, {1: 'one', (1, 'x'): 2, None: 3, 2.5: 4, b'k': 5}, set(), {1, 2, 'x'}, frozenset(), frozenset([1, (2, 3)]),
                collections.OrderedDict(), collections.OrderedDict([('z', 1), ('a', 2)]), 1 + 2j, slice(1, None, -1),
                [shared, shared, (shared, shared)], list(range(5000)), {str(i): i for i in range(3000)},
                numpy.float32(1.5), numpy.float64(2.5), numpy.int64(-3), numpy.bool_(True), numpy.uint16(9), numpy.complex64(1 + 2j), numpy.float16(0.5)]
            for protocol in range(6):
                for writer in (pickle.dumps, lambda v, p: pickle._dumps(v, p)):
                    for i, tree in enumerate(trees):
                        name = f'{protocol}-{writer is pickle.dumps}-{i}'
                        with open(f'{sys.argv[1]}/{name}', 'wb') as f: f.write(writer(tree, protocol))
                        print(name, show(tree), sep='\t')
            """,
            Path.GetDirectoryName(_folder["x"])!);
        foreach (string[] line in (printed ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')))
        {
            string got = Canonical.Show(PickleFile.Read(_folder[line[0]]));
            if (got != line[1])
                Assert.Fail($"{line[0]}:\n{line[1][..Math.Min(400, line[1].Length)]}\n{got[..Math.Min(400, got.Length)]}");
        }
    }

    [Fact]
    public void Texts_of_python_2_are_latin_1()
    {
        // pickle.dumps({'w': 'caf\xe9', 'n': [1L, True]}, protocol) of Python 2.
        Assert.Equal("{s:77=s:636166c3a9}", Read("(dp0\nS'w'\np1\nS'caf\\xe9'\np2\ns."));
        Assert.Equal("{s:77=s:636166c3a9}", Read("\u0080\u0002}q\0U\u0001wq\u0001U\u0004caf\u00e9q\u0002s."));
        Assert.Equal("[1,True,s:61270a62,s:c3a5]", Read("(lp0\nL1L\naI01\naS'a\\'\\nb'\naV\\u00e5\na."));
    }

    [Fact]
    public void An_array_of_python_2_arrives_as_text()
    {
        string bytes = "\u0000\u0000\u0080\u003f\u0000\u0000\u0020\u00c1";
        string file = "\u0080\u0002cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\u0085U\u0001b\u0087R"
            + "(K\u0001K\u0002\u0085cnumpy\ndtype\nU\u0002f4K\0K\u0001\u0087R"
            + "(K\u0003U\u0001<NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\0tb\u0089U\u0008" + bytes + "tb.";
        Assert.Equal("a:<f4:2:0000803f000020c1", Read(file));
    }

    [Fact]
    public void Keys_compare_as_in_python()
    {
        var dict = new PickleDict { [1L] = "a", [true] = "b", [1.0] = "c", ["1"] = "d", [null] = "e", [new PickleTuple(1L, "x")] = "f" };
        Assert.Equal(4, dict.Count);
        Assert.Equal("c", dict[BigInteger.One]);
        Assert.Equal("f", dict[new PickleTuple(1.0, "x")]);
        Assert.True(dict.Remove(null));
        Assert.Equal([1L, "1", new PickleTuple(1L, "x")], dict.Keys);
    }

    [Fact]
    public void What_cannot_be_pickled_is_refused_and_the_old_file_stays()
    {
        File.WriteAllText(_folder["a"], "old");
        Assert.Contains("Decimal", Assert.Throws<InvalidArgumentException>(() => PickleFile.Write(_folder["a"], new List<object?> { 1, 2m })).Message);
        var loop = new List<object?>();
        loop.Add(loop);
        Assert.Contains("contains itself", Assert.Throws<InvalidArgumentException>(() => PickleFile.Write(_folder["a"], loop)).Message);
        Assert.Throws<InvalidArgumentException>(() => PickleFile.Write(_folder["a"], new PickleDict { [NumpyArray.Create([1f])] = 1 }));
        Assert.Throws<InvalidArgumentException>(() => PickleFile.Write(_folder["a"], "\ud800"));
        Assert.Throws<InvalidArgumentException>(() => PickleFile.Write(_folder["a"], 1, protocol: 5));
        Assert.Throws<InvalidArgumentException>(() => PickleFile.Write(_folder["a"], 1, protocol: 1));
        Assert.Equal("old", File.ReadAllText(_folder["a"]));
        Assert.Equal(["a"], _folder.Names);
    }

    [Fact]
    public void Plain_collections_of_dotnet_are_written_as_python_would_name_them()
    {
        using var stream = new MemoryStream();
        PickleFile.Write(stream, new Dictionary<string, object> { ["a"] = new[] { 1, 2 }, ["b"] = (1.5f, "x"), ["c"] = ulong.MaxValue, ["d"] = (short)-5 });
        stream.Position = 0;
        Assert.Equal("{s:61=[1,2],s:62=(f:3ff8000000000000,s:78),s:63=18446744073709551615,s:64=-5}", Canonical.Show(PickleFile.Read(stream)));
    }

    [Fact]
    public void A_stream_is_read_from_where_it_stands()
    {
        using var stream = new MemoryStream();
        stream.Write("skip"u8);
        PickleFile.Write(stream, 7);
        stream.Position = 4;
        Assert.Equal(7L, PickleFile.Read(stream));
    }

    /// <summary>Every character is one byte of the pickle.</summary>
    private static string Read(string pickle) => Canonical.Show(PickleFile.Read(new MemoryStream([.. pickle.Select(c => checked((byte)c))])));

    internal static object? RandomTree(System.Random random, int depth)
    {
        switch (random.Next(depth > 0 ? 20 : 13))
        {
            case 0: return null;
            case 1: return random.Next(2) == 0;
            case 2: return (long)random.Next(300);
            case 3: return random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(63);
            case 4: return BigInteger.Pow(random.Next(2, 10), random.Next(64, 800)) * (random.Next(2) * 2 - 1);
            case 5: return BitConverter.Int64BitsToDouble(random.NextInt64() & ~(1L << 62));
            case 6: return string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => (char)random.Next(0x20, random.Next(2) == 0 ? 0x7F : 0xD7FF)));
            case 7: return new string('ä', random.Next(70_000));
            case 8: return Bytes(random, random.Next(3) switch { 0 => 0, 1 => random.Next(20), _ => random.Next(70_000) });
            case 9 or 10:
                string[] codes = "b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16".Split(' ');
                int[] shape = [.. Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(random.Next(10) == 0 ? 30 : 5))];
                return NpyFileTests.Random(codes[random.Next(codes.Length)], shape, random.Next());
            case 11: return new NumpyScalar(NpyFileTests.Random(random.Next(2) == 0 ? "f4" : "i8", [], random.Next()));
            case 12: return new Complex(random.NextDouble(), -random.NextDouble());
            case 13 or 14: return Items(random, depth, 6).ToList();
            case 15: return new PickleTuple(Items(random, depth, 6));
            case 16: return new PickleSlice(null, (long)random.Next(10), -1L);
            case 17:
                var set = new PickleSet { IsFrozen = random.Next(2) == 0 };
                for (int i = random.Next(5); i > 0; i--)
                    set.Add(Key(random));
                return set;
            default:
                var dict = new PickleDict { IsOrderedDict = random.Next(3) == 0 };
                foreach (object? item in Items(random, depth, random.Next(50) == 0 ? 1500 : 6))
                    dict[Key(random)] = item;
                return dict;
        }
    }

    private static IEnumerable<object?> Items(System.Random random, int depth, int most)
        => Enumerable.Range(0, random.Next(most)).Select(_ => RandomTree(random, most > 6 ? 0 : depth - 1)).ToArray();

    private static object? Key(System.Random random) => random.Next(6) switch
    {
        0 => (long)random.Next(),
        1 => random.NextDouble(),
        2 => Bytes(random, random.Next(5)),
        3 => new PickleTuple((long)random.Next(100), "x"),
        _ => "key " + random.Next(10_000),
    };

    private static byte[] Bytes(System.Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
