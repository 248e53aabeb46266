using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Trireme.Formats.Files;
using Trireme.Formats.Npy;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Formats.Npy;

public sealed class NpyFileTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Codes = "b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16".Split(' ');
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_type_and_shape_comes_back_in_both_orders()
    {
        Gen<(int Code, int[] Shape, int Seed, bool Fortran)> cases =
            from code in Gen.Choose(0, Codes.Length - 1)
            from rank in Gen.Choose(0, 5)
            from shape in Gen.Choose(0, 4).ArrayOf(rank)
            from seed in Gen.Choose(0, int.MaxValue)
            from fortran in Gen.Elements(true, false)
            select (code, shape, seed, fortran);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            NumpyArray array = Random(Codes[c.Code], c.Shape, c.Seed);
            using var stream = new MemoryStream();
            NpyFile.Write(stream, array, c.Fortran);
            stream.Position = 0;
            NumpyArray back = NpyFile.Read(stream);
            return Same(array, back) && stream.Position == stream.Length;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Numpy_reads_what_is_written_here()
    {
        var expected = new List<string>();
        foreach (string code in Codes)
        {
            NumpyArray array = Random(code, [3, 4, 2], 5);
            NpyFile.Write(_folder[$"{code}-c.npy"], array);
            NpyFile.Write(_folder[$"{code}-f.npy"], array, fortranOrder: true);
            expected.Add($"{code} {array.Descr} (3, 4, 2) {Convert.ToHexStringLower(array.Bytes)}");
        }
        NpyFile.Write(_folder["0d.npy"], NumpyArray.Create([2.5f]));
        NpyFile.Write(_folder["1d.npy"], NumpyArray.Create([2.5f], 1));
        string? printed = Python.Run(
            output,
            """
            import sys, numpy
            for code in 'b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16'.split():
                c, f = (numpy.load(f'{sys.argv[1]}/{code}-{o}.npy') for o in 'cf')
                assert f.flags.f_contiguous and c.flags.c_contiguous and c.tobytes() == f.tobytes()
                print(code, c.dtype.str, c.shape, c.tobytes().hex())
            print(numpy.load(sys.argv[1] + '/0d.npy').shape, numpy.load(sys.argv[1] + '/1d.npy').shape)
            """,
            Path.GetDirectoryName(_folder["x"])!);
        if (printed is not null)
            Assert.Equal([.. expected, "() (1,)"], printed.TrimEnd().Split('\n'));
    }

    [Fact]
    public void What_numpy_writes_is_read_here()
    {
        string? printed = Python.Run(
            output,
            """
            import sys, numpy
            from numpy.lib import format
            rng = numpy.random.default_rng(3)
            for code in 'b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16'.split():
                for order in '<>':
                    for layout in 'CF':
                        for version in ((1, 0), (2, 0), (3, 0)):
                            a = rng.integers(0, 2, (2, 3, 4)).astype(code) if code == 'b1' else (rng.random((2, 3, 4)) * 100).astype(code)
                            name = f'{code}{"lb"[order == ">"]}{layout}{version[0]}'
                            with open(f'{sys.argv[1]}/{name}.npy', 'wb') as f:
                                format.write_array(f, numpy.asarray(a.astype(order + code), order=layout), version=version)
                            print(name, a.tobytes().hex())
            """,
            Path.GetDirectoryName(_folder["x"])!);
        foreach (string[] line in (printed ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')))
        {
            NumpyArray array = NpyFile.Read(_folder[line[0] + ".npy"]);
            Assert.Equal([2, 3, 4], array.Shape);
            Assert.Equal(line[1], Convert.ToHexStringLower(array.Bytes));
        }
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000, 1000), }", "4000000000 bytes, but 8 are left")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000, 1000000), }", "more than 2147483647 elements")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "99999999999999999999 elements")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "other than a plain number")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2), }", "written (n,)")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1 + 1,), }", "written (n,)")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", "'|O'")]
    [InlineData("{'descr': '<U2', 'fortran_order': False, 'shape': (1,), }", "'<U2'")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", "structured")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }", "neither True nor False")]
    [InlineData("{'descr': '<f4', 'fortran_order': False}", "lacks descr, fortran_order or shape")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 1}", "'more'")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", "each once")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x", "goes on")]
    [InlineData("__import__('os').system('true')", "lacks '{'")]
    public void Headers_that_lie_or_stray_are_refused(string header, string because)
    {
        byte[] file = [.. NpyHeader.Magic, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. new byte[8]];
        long before = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.Throws<InvalidFileException>(() => NpyFile.Read(new MemoryStream(file), "bad.npy"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains(because, e.Reason);
        Assert.StartsWith("bad.npy: the file cannot be used.\n  Offset ", e.Message);
    }

    [Fact]
    public void The_end_of_the_file_inside_the_elements_is_named()
    {
        NpyFile.Write(_folder["a.npy"], NumpyArray.Create([1f, 2f], 2));
        File.WriteAllBytes(_folder["cut.npy"], File.ReadAllBytes(_folder["a.npy"])[..^3]);
        var e = Assert.Throws<InvalidFileException>(() => NpyFile.Read(_folder["cut.npy"]));
        Assert.Equal(128, e.Offset);
        Assert.Contains("8 bytes, but 5 are left", e.Message);
        Assert.Contains(_folder["cut.npy"], e.Message);
    }

    [Fact]
    public void Bytes_after_the_array_are_refused_in_a_file_and_left_in_a_stream()
    {
        using var two = new MemoryStream();
        NpyFile.Write(two, NumpyArray.Create([1f], 1));
        NpyFile.Write(two, NumpyArray.Create([2.0], 1));
        File.WriteAllBytes(_folder["two.npy"], two.ToArray());
        Assert.Throws<InvalidFileException>(() => NpyFile.Read(_folder["two.npy"]));
        two.Position = 0;
        Assert.Equal("<f4", NpyFile.Read(two).Descr);
        Assert.Equal([2.0], NpyFile.Read(two).ToArray<double>());
    }

    [Fact]
    public void Odd_bools_become_true()
    {
        using var stream = new MemoryStream();
        NpyFile.Write(stream, NumpyArray.FromBytes("b1", [0, 1, 2, 255], 4));
        stream.Position = 0;
        Assert.Equal([0, 1, 1, 1], NpyFile.Read(stream).Bytes.ToArray());
    }

    [Fact]
    public void Damaged_files_are_refused_cheaply()
    {
        using var stream = new MemoryStream();
        NpyFile.Write(stream, Random("f4", [20, 30], 1), fortranOrder: true);
        byte[] good = stream.ToArray();
        IEnumerable<byte[]> bad = Mutations.Of(good, 5000, 11).Concat(Mutations.Prefixes(good, 300));
        int refused = Mutations.Survive<InvalidFileException>(bad, file => NpyFile.Read(new MemoryStream(file)), slack: 1 << 16);
        Assert.InRange(refused, 1000, 5300);
    }

    internal static NumpyArray Random(string code, int[] shape, int seed)
    {
        var array = new NumpyArray(code, shape);
        new System.Random(seed).NextBytes(array.Bytes);
        if (code == "b1")
            ArrayLayout.NormalizeBools(array);
        return array;
    }

    internal static bool Same(NumpyArray a, NumpyArray b) => a.Descr == b.Descr && a.Shape.AsSpan().SequenceEqual(b.Shape) && a.Bytes.SequenceEqual(b.Bytes);
}
