using System.Text;
using Trireme.Formats.Files;
using Trireme.Formats.Npy;
using Trireme.Formats.Pickle;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Formats.Pickle;

public sealed class PickleSafetyTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Written out by hand, so that they are tried where there is no Python too.
    [Theory]
    [InlineData("cos\nsystem\n(S'touch x'\ntR.", "os.system")]
    [InlineData("\u0080\u0002cposix\nsystem\nX\u0007\0\0\0touch x\u0085R.", "posix.system")]
    [InlineData("\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093\u008c\u0007touch x\u0085R.", "os.system")]
    [InlineData("\u0080\u0004\u008c\u0008builtins\u008c\u0004exec\u0093\u008c\u0001x\u0085R.", "builtins.exec")]
    [InlineData("\u0080\u0004\u008c\u0008builtins\u008c\u0007getattr\u0093.", "builtins.getattr")]
    [InlineData("\u0080\u0004\u008c\u0008builtins\u008c\u0004list\u0093)R.", "builtins.list")]
    [InlineData("\u0080\u0002c__builtin__\nfile\n.", "__builtin__.file")]
    [InlineData("\u0080\u0004\u008c\u0008builtins\u008c\u0004eval\u0093\u008c\u00041+1.\u0085R.", "builtins.eval")]
    [InlineData("\u0080\u0004\u008c\u0008builtins\u008c\u0004eval\u0093\u008c\u0004data}\u0086R.", "builtins.eval")]
    [InlineData("\u0080\u0004\u008c\u0008builtins\u008c\u0004eval\u0093\u008c\u0001x}\u008c\u0001xK\u0001s\u0086R.", "builtins.eval")]
    [InlineData("\u0080\u0004\u008c\u0008builtins\u008c\u0004eval\u0093\u008c\u0004data}(U\u0004dataK\u0001U\u0001xK\u0002u\u0086R.", "builtins.eval")]
    [InlineData("\u0080\u0004\u008c\u0008builtins\u008c\u0004eval\u0093.", "builtins.eval")]
    [InlineData("(ios\nsystem\n.", "os.system")]
    [InlineData("(S'ls'\nios\nsystem\n.", "os.system")]
    [InlineData("}(S'a'\n(lp0\n(cos\nsystem\n(S'x'\ntRtau.", "os.system")]
    [InlineData("\u0080\u0004\u008c\u0016numpy.core.multiarray2\u008c\u000c_reconstruct\u0093.", "numpy.core.multiarray2._reconstruct")]
    [InlineData("\u0080\u0004\u008c\u0005numpy\u008c\u0004load\u0093\u008c\u0001x\u0085R.", "numpy.load")]
    [InlineData("\u0080\u0004\u008c\u0005numpy\u008c\u000dndarray.dumps\u0093.", "numpy.ndarray.dumps")]
    [InlineData("\u0080\u0002c_codecs\ndecode\n.", "_codecs.decode")]
    [InlineData("\u0080\u0002c_codecs\nencode\nX\u0001\0\0\0aX\u0005\0\0\0bz2_c\u0086R.", "_codecs.encode")]
    [InlineData("\u0080\u0002cpaddle.nn.layer\nLinear\n)\u0081.", "paddle.nn.layer.Linear")]
    public void A_pickle_that_names_anything_else_is_refused_by_that_name(string pickle, string name)
    {
        InvalidFileException e = Refuse(pickle);
        Assert.Contains(name, e.Message);
    }

    [Theory]
    [InlineData("P123\n.", "persistent id")]
    [InlineData("K\u0001Q.", "persistent id")]
    [InlineData("\u0082\u0001.", "extension code")]
    [InlineData("\u0080\u0005\u0097.", "out-of-band")]
    [InlineData("\u0080\u0004c_codecs\nencode\n)\u0081.", "class")]
    [InlineData("\u0080\u0006N.", "protocol 6")]
    [InlineData("\u0080\u0004\u0095\u00ff\0\0\0\0\0\0\0N.", "frame claims 255 bytes")]
    [InlineData("\u0080\u0004B\u00ff\u00ff\u00ff\u00ffabc", "4294967295 bytes are needed and 3 are left")]
    [InlineData("\u0080\u0004\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", "18446744073709551615")]
    [InlineData("\u0080\u0004\u008e\u0000\u0000\u0000\u0000\u0000\u0001\u0000\u0000abc", "1099511627776 bytes are needed and 3 are left")]
    [InlineData("\u008b\u00ff\u00ff\u00ff\u007f.", "integer claims 2147483647 bytes")]
    [InlineData("T\u00ff\u00ff\u00ff\u00ffabc", "more than any file holds")]
    [InlineData("\u0080\u0004K", "ends inside an integer")]
    [InlineData("\u0080\u0004K\u0001", "no STOP")]
    [InlineData("\u0080\u0004.", "takes more values")]
    [InlineData("\u0080\u0004NN.", "left over")]
    [InlineData("\u0080\u0004(N.", "left over")]
    [InlineData("\u0080\u0004u.", "never set")]
    [InlineData("\u0080\u0004Nh\u0007.", "memo 7")]
    [InlineData("\u0080\u0004K\u0001K\u0002a.", "not a list")]
    [InlineData("\u0080\u0004}(K\u0001u.", "without a value")]
    [InlineData("\u0080\u0004}]K\u0001s.", "a list is used as a key")]
    [InlineData("\u0080\u0004K\u0001K\u0002R.", "only the known globals")]
    [InlineData("\u0080\u0004K\u0001K\u0002b.", "a state is given")]
    [InlineData("\u0080\u0004]q\0h\0a.", "contains itself")]
    [InlineData("\u0080\u0004cnumpy\ndtype\nU\u0002O8\u0085R.", "'O8'")]
    [InlineData("\u0080\u0004cnumpy\ndtype\nU\u0002f4\u0085R.", "numpy.dtype stands where a value should")]
    [InlineData("\u0080\u0004cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\u0085U\u0001b\u0087R.", "numpy.ndarray stands where a value should")]
    [InlineData("\u0080\u0004U\u0004a\u00ff.", "ends inside a text")]
    [InlineData("\u0080\u0004X\u0001\0\0\0\u00ff.", "not valid UTF-8")]
    [InlineData("Iabc\n.", "'abc' is not a whole number")]
    [InlineData("S'abc\n.", "without its quotes")]
    [InlineData("\u00ff", "0xff is no pickle instruction")]
    [InlineData("PK\u0003\u0004rest", "this is a zip, not a pickle")]
    [InlineData("", "the file is empty")]
    public void Damage_is_explained(string pickle, string reason)
    {
        InvalidFileException e = Refuse(pickle);
        Assert.Contains(reason, e.Reason);
        Assert.Equal(3, e.Message.Split('\n').Length);
        Assert.StartsWith("bad.pdparams: ", e.Message);
    }

    [Fact]
    public void A_cut_file_names_file_offset_and_reason()
    {
        using var stream = new MemoryStream();
        PickleFile.Write(stream, new PickleDict { ["w"] = NumpyArray.Create(new float[100], 100) });
        File.WriteAllBytes(_folder["cut.pdparams"], stream.ToArray()[..300]);
        var e = Assert.Throws<InvalidFileException>(() => PickleFile.Read(_folder["cut.pdparams"]));
        Assert.Equal(_folder["cut.pdparams"], e.Path);
        Assert.InRange(e.Offset, 100, 300);
        Assert.Contains("the file ends inside a byte string: 400 bytes are needed and", e.Message);
    }

    [Fact]
    public void An_array_that_claims_more_than_is_there_is_refused_before_allocation()
    {
        string file = "\u0080\u0004cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\u0085C\u0001b\u0087R"
            + "(K\u0001J\u00ff\u00ff\u00ff\u007f\u0085cnumpy\ndtype\nU\u0002f8\u0089\u0088\u0087R"
            + "(K\u0003U\u0001<NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\0tb\u0089C\u0008abcdefghtb.";
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidFileException e = Refuse(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains("17179869176 bytes, but 8 bytes of elements are there", e.Reason);
    }

    [Theory]
    [InlineData("\u0085", 100_000)]
    [InlineData("]a", 1000)]
    public void Nesting_is_bounded(string level, int times)
        => Assert.Contains("400 deep", Refuse(level == "]a" ? Repeat("]", times) + "]" + Repeat("a", times) + "." : "N" + Repeat(level, times) + ".").Reason);

    [Fact]
    public void The_stack_is_bounded() => Assert.Contains("wait on the stack", Refuse(Repeat("N", 1_100_000)).Reason);

    [Fact]
    public void Values_shared_over_and_over_do_not_unfold_without_end()
    {
        var file = new StringBuilder("]q\0");
        for (int i = 0; i < 40; i++)
            file.Append($"](h{(char)i}h{(char)i}eq{(char)(i + 1)}");
        // All those lists lie on the stack; one tuple of them makes a single root.
        Assert.Contains("unfold", Refuse($"({file}t.").Reason);
    }

    [Fact]
    public void One_byte_string_copied_into_many_arrays_is_refused()
    {
        string data = new('x', 40_000);
        var file = new StringBuilder("\u0080\u0004(B\u0040\u009c\0\0" + data + "q\0cnumpy\ndtype\nU\u0002u1\u0089\u0088\u0087Rq\u0001");
        file.Append("cnumpy.core.multiarray\n_reconstruct\nq\u0002cnumpy\nndarray\nq\u0003");
        for (int i = 0; i < 1000; i++)
            file.Append("h\u0002h\u0003K\0\u0085C\u0001b\u0087R(K\u0001M\u0040\u009c\u0085h\u0001\u0089h\0tb");
        Assert.Contains("copied into more values", Refuse(file + "t.").Reason);
    }

    [Fact]
    public void Keys_cannot_be_made_to_cost_more_than_the_file_is_worth()
    {
        string name = new('k', 4000);
        Assert.Contains("longer than 4096", Refuse("}X\u0088\u0013\0\0" + new string('k', 5000) + "Ns.").Reason);
        Assert.Contains("longer than 4096", Refuse("}X\u00a0\u000f\0\0" + name + "q\0h\0\u0086Ns.").Reason);
        Assert.Contains("long keys", Refuse("}X\u00a0\u000f\0\0" + name + "q\0Ns" + Repeat("h\0Ns", 2000) + ".").Reason);
    }

    [Fact]
    public void Numbers_whose_own_hashes_collide_do_not_collide_as_keys()
    {
        int[] hashes = [.. Enumerable.Range(1, 1000).Select(i => PickleEquality.Instance.GetHashCode(((long)i << 32) | (uint)i))];
        Assert.InRange(hashes.Distinct().Count(), 990, 1000);
    }

    [Fact]
    public void Pickles_made_by_python_to_run_code_are_refused()
    {
        string? printed = Python.Run(
            output,
            """
            import sys, pickle, os, functools, operator, subprocess, numpy, collections, codecs
            class R:
                def __init__(self, *call): self.call = call
                def __reduce__(self): return self.call
            class Plain: pass
            bad = [R(os.system, ('true',)), [1, {'w': (R(os.system, ('true',)),)}], R(eval, ('1+1',)), R(exec, ('1',)), R(eval, ('data', {'data': 1, 'x': 2})),
                   R(eval, ('__import__("os")', {'data': 1})), R(functools.partial, (print,)), R(operator.attrgetter, ('system',)),
                   R(subprocess.Popen, (['true'],)), R(getattr, ({}, 'get')), R(open, ('/etc/hosts',)), Plain(), Plain, len,
                   numpy.load, numpy.ndarray, numpy.dtype('f4'), numpy.array([Plain()], object),
                   numpy.array(['text']), numpy.array([(1, 2.0)], [('a', 'i4'), ('b', 'f8')]), numpy.array(['2020-01-01'], 'M8[D]'), collections.Counter('aab'),
                   collections.defaultdict(list), numpy.ma.array([1]), numpy.matrix([[1]]), R(codecs.encode, ('a', 'rot13')), range(3), Exception('x')]
            for protocol in range(6):
                for i, v in enumerate(bad):
                    try: data = pickle.dumps(v, protocol)
                    except Exception: continue
                    open(f'{sys.argv[1]}/{protocol}-{i}', 'wb').write(data)
                    print(f'{protocol}-{i}')
            """,
            Path.GetDirectoryName(_folder["x"])!);
        foreach (string name in (printed ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Assert.Throws<InvalidFileException>(() => PickleFile.Read(_folder[name]));
    }

    [Theory, InlineData(2), InlineData(4)]
    public void Damaged_pickles_are_refused_cheaply(int protocol)
    {
        var random = new System.Random(3);
        for (int i = 0; i < 12; i++)
        {
            using var stream = new MemoryStream();
            PickleFile.Write(stream, PickleFileTests.RandomTree(random, 4), protocol);
            byte[] good = stream.ToArray();
            int count = Math.Clamp(4_000_000 / good.Length, 20, 400);
            IEnumerable<byte[]> bad = Mutations.Of(good, count, i).Concat(Mutations.Prefixes(good, count / 4));
            Mutations.Survive<InvalidFileException>(bad, file => PickleFile.Read(new MemoryStream(file)));
        }
    }

    [Fact]
    public void Random_bytes_after_a_good_start_are_refused_cheaply()
    {
        var random = new System.Random(5);
        byte[] opcodes = [.. Enum.GetValues<Opcode>().Select(o => (byte)o)];
        byte Next() => random.Next(4) == 0 ? (byte)random.Next(256) : opcodes[random.Next(opcodes.Length)];
        IEnumerable<byte[]> files = Enumerable.Range(0, 20_000).Select(_ => (byte[])[0x80, 4, .. Enumerable.Range(0, random.Next(200)).Select(_ => Next())]);
        Mutations.Survive<InvalidFileException>(files, file => PickleFile.Read(new MemoryStream(file)));
    }

    private static InvalidFileException Refuse(string pickle) => Assert.Throws<InvalidFileException>(
        () => PickleFile.Read(new MemoryStream([.. pickle.Select(c => checked((byte)c))]), "bad.pdparams"));

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
