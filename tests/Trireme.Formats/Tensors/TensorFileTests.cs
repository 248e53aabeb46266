using Trireme.Formats.Files;
using Trireme.Formats.ProgramDesc;
using Trireme.Formats.Tensors;
using Trireme.Tests.Formats.Files;
using Trireme.Tests.Shared;

namespace Trireme.Tests.Formats.Tensors;

/// <summary>The bytes of tensor streams, against streams put together by hand.</summary>
public sealed class TensorFileTests : IDisposable
{
    private const string Matrix = "00000000 0000000000000000 00000000 06000000 0805 100d 1001 ";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_matrix_is_written_as_the_format_says()
    {
        var tensor = new TensorRecord(ElementTypes.Float32, [13, 1], new byte[52]);
        Assert.Equal([.. Hex(Matrix), .. new byte[52]], Bytes(tensor));
    }

    [Fact]
    public void A_single_element_has_no_dimensions()
    {
        var tensor = new TensorRecord(ElementTypes.Int64, [], [1, 2, 3, 4, 5, 6, 7, 8]);
        byte[] bytes = Bytes(tensor);
        Assert.Equal(Hex("00000000 0000000000000000 00000000 02000000 0803 0102030405060708"), bytes);
        TensorRecord again = TensorFile.Read(new MemoryStream(bytes));
        Assert.Empty(again.Dims);
        Assert.Equal(tensor.Data, again.Data);
    }

    [Fact]
    public void Sequence_offsets_come_back()
    {
        var tensor = new TensorRecord(new TensorHeader(ElementTypes.UInt8, [4, 0], [[0, 1, 2], [0, 0, 4]]), []);
        byte[] bytes = Bytes(tensor);
        Assert.Equal(2L, BitConverter.ToInt64(bytes, 4));
        Assert.Equal(24L, BitConverter.ToInt64(bytes, 12));
        TensorRecord again = TensorFile.Read(new MemoryStream(bytes));
        Assert.Equal(tensor.Lod, again.Lod);
        Assert.Equal([4L, 0L], again.Dims);
        int calls = 0;
        TensorFile.Write(_folder["t"], tensor);
        TensorFile.Read(_folder["t"], (name, header, offset, data) => calls += data.IsEmpty && name.Length == 0 ? 1 : 100);
        Assert.Equal(1, calls);
    }

    [Fact]
    public void Selected_rows_come_back()
    {
        var rows = new SelectedRowsRecord([5, 0, 5], 6, new TensorRecord(ElementTypes.Float32, [3, 2], [.. Enumerable.Range(0, 24).Select(i => (byte)i)]));
        using var stream = new MemoryStream();
        TensorFile.Write(stream, rows);
        Assert.Equal(
            Hex("00000000 0300000000000000 0500000000000000 0000000000000000 0500000000000000 0600000000000000 00000000 06000000 0805 1003 1002"),
            stream.ToArray()[..^24]);
        stream.Position = 0;
        SelectedRowsRecord again = TensorFile.ReadSelectedRows(stream);
        Assert.Equal(rows.Rows, again.Rows);
        Assert.Equal(6, again.Height);
        Assert.Equal(rows.Value.Data, again.Value.Data);
        byte[] good = stream.ToArray();
        IEnumerable<byte[]> bad = Mutations.Of(good, 3000, 3).Concat(Mutations.Prefixes(good, good.Length));
        Assert.True(Mutations.Survive<InvalidFileException>(bad, b => TensorFile.ReadSelectedRows(new MemoryStream(b)), slack: 1 << 17) > good.Length);
        Assert.Throws<InvalidArgumentException>(() => TensorFile.Write(Stream.Null, rows with { Height = 5 }));
        Assert.Throws<InvalidArgumentException>(() => TensorFile.Write(Stream.Null, rows with { Rows = [1] }));
    }

    [Fact]
    public void Large_tensors_come_in_pieces()
    {
        byte[] data = new byte[200_001];
        new System.Random(5).NextBytes(data);
        TensorFile.Write(_folder["t"], new TensorRecord(ElementTypes.Int8, [200_001], data));
        var got = new byte[data.Length];
        int pieces = 0;
        TensorFile.Read(_folder["t"], (_, _, offset, bytes) =>
        {
            bytes.CopyTo(got.AsSpan((int)offset));
            pieces++;
        });
        Assert.Equal(data, got);
        Assert.Equal(4, pieces);
    }

    [Theory]
    [InlineData("01000000 0000000000000000", "version 1")]
    [InlineData("00000000 ffffffffffffffff", "levels of sequence offsets")]
    [InlineData("00000000 0100000000000000 f8ffffffffffffff", "the file ends inside")]
    [InlineData("00000000 0100000000000000 0700000000000000", "no multiple of 8")]
    [InlineData("00000000 0100000000000000 0800000000000000 0100000000000000", "do not rise from 0")]
    [InlineData("00000000 0100000000000000 1800000000000000 0000000000000000 0200000000000000 0100000000000000", "do not rise from 0")]
    [InlineData("00000000 0000000000000000 07000000", "version 7")]
    [InlineData("00000000 0000000000000000 00000000 ffffffff", "claims 4294967295 bytes")]
    [InlineData("00000000 0000000000000000 00000000 02000000 1005", "does not state its element type")]
    [InlineData("00000000 0000000000000000 00000000 02000000 0880", "cannot be read")]
    [InlineData("00000000 0000000000000000 00000000 02000000 0827", "39 is no element type")]
    [InlineData("00000000 0000000000000000 00000000 0d000000 0805 10ffffffffffffffffff01", "is negative")]
    [InlineData("00000000 0000000000000000 00000000 0c000000 0805 1080808080801010 1001", "can")]
    [InlineData("00000000 0000000000000000 00000000 04000000 0805 1002 0000", "needs 8 bytes; 2 are left")]
    [InlineData("00000000 0000000000000000 00000000 02000000 0814 00 00", "1 bytes are left after the last tensor")]
    [InlineData("", "the file ends inside")]
    public void A_stream_that_lies_is_refused(string hex, string reason)
    {
        byte[] bytes = [.. Hex(hex)];
        long before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<InvalidFileException>(() => TensorFile.Read(new MemoryStream(bytes), "w.bin"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains(reason, refusal.Message);
        Assert.Contains("w.bin", refusal.Message);
    }

    [Fact]
    public void Combined_files_hold_the_tensors_in_the_order_of_python()
    {
        string[] names = ["b.w_0", "\U0001F600", "B", "\uFF5E", "b.b_0", "b.w_10"];
        var tensors = names.ToDictionary(n => n, n => new TensorRecord(ElementTypes.UInt8, [1], [(byte)Array.IndexOf(names, n)]));
        CombinedTensorFile.Write(_folder["p"], tensors);
        byte[] bytes = File.ReadAllBytes(_folder["p"]);
        Assert.Equal<byte>([2, 4, 0, 5, 3, 1], [.. bytes.Chunk(bytes.Length / 6).Select(c => c[^1])]);
        Assert.Equal(names.Order(), CombinedTensorFile.Read(_folder["p"], names).Keys.Order());
        Assert.Throws<InvalidArgumentException>(() => CombinedTensorFile.Read(_folder["p"], ["a", "a"]));
        Assert.Throws<InvalidArgumentException>(() => CombinedTensorFile.Write(
            _folder["p"], new Dictionary<string, TensorRecord> { ["a"] = new(ElementTypes.Float32, [2], new byte[7]) }));
        Assert.Equal(bytes, File.ReadAllBytes(_folder["p"]));
    }

    private static byte[] Bytes(TensorRecord tensor)
    {
        using var stream = new MemoryStream();
        TensorFile.Write(stream, tensor.Header, tensor.Data);
        return stream.ToArray();
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", ""));
}
