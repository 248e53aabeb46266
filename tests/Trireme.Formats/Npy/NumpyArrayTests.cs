using System.Numerics;
using Trireme.Formats.Npy;

namespace Trireme.Tests.Formats.Npy;

public class NumpyArrayTests
{
    [Fact]
    public void Holds_what_it_was_made_from()
    {
        NumpyArray a = NumpyArray.Create([1f, 2f, 3f, 4f, 5f, 6f], 2, 3);
        Assert.Equal("<f4", a.Descr);
        Assert.Equal([2, 3], a.Shape);
        Assert.Equal(6, a.Length);
        Assert.Equal(24, a.ByteLength);
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], a.ToArray<float>());
        Assert.Equal("<f4 [2, 3]", a.ToString());
    }

    [Fact]
    public void A_scalar_has_no_dimensions()
    {
        NumpyArray a = NumpyArray.Create([7L]);
        Assert.Empty(a.Shape);
        Assert.Equal(1, a.Length);
        Assert.Equal(7L, a.AsSpan<long>()[0]);
    }

    [Fact]
    public void Zeros_of_every_type()
    {
        foreach (string code in "b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16".Split(' '))
        {
            var a = new NumpyArray(code, 3, 0, 2);
            Assert.Equal(0, a.Length);
            var b = new NumpyArray(code, 3, 2);
            Assert.Equal(6 * b.ItemSize, b.Bytes.Length);
            Assert.All(b.Bytes.ToArray(), x => Assert.Equal(0, x));
        }
    }

    [Fact]
    public void Bits_and_pairs_can_be_read_in_place()
    {
        Assert.Equal(0x3F800000u, NumpyArray.Create([1f], 1).AsSpan<uint>()[0]);
        Assert.Equal([1.0, 2.0], NumpyArray.Create([new Complex(1, 2)], 1).ToArray<double>());
        Assert.Equal([1f, 2f], NumpyArray.FromBytes("c8", [0, 0, 128, 63, 0, 0, 0, 64], 1).ToArray<float>());
    }

    [Fact]
    public void A_wrong_type_is_refused_and_named()
    {
        var e = Assert.Throws<PreconditionNotMetException>(() => NumpyArray.Create([1f], 1).AsSpan<int>().Length);
        Assert.Contains("<f4, not Int32", e.Message);
        Assert.Throws<PreconditionNotMetException>(() => new NumpyArray("c8", 2).AsSpan<double>().Length);
        Assert.Throws<PreconditionNotMetException>(() => new NumpyArray("f4", 2).AsSpan<byte>().Length);
    }

    [Fact]
    public void Numbers_convert()
    {
        Assert.Equal([1.0, 0.0], NumpyArray.Create([true, false], 2).ConvertTo<double>());
        Assert.Equal([1.5], NumpyArray.Create([(Half)1.5], 1).ConvertTo<double>());
        Assert.Equal([byte.MaxValue], NumpyArray.Create([300], 1).ConvertTo<byte>());
        Assert.Throws<PreconditionNotMetException>(() => new NumpyArray("c8", 2).ConvertTo<double>());
    }

    [Theory]
    [InlineData(">f4"), InlineData("U5"), InlineData("|f4"), InlineData(""), InlineData("O"), InlineData("<f3")]
    public void Other_types_are_refused(string descr) => Assert.Throws<InvalidArgumentException>(() => new NumpyArray(descr, 1));

    [Fact]
    public void Shapes_that_cannot_be_are_refused()
    {
        Assert.Throws<InvalidArgumentException>(() => new NumpyArray("f4", -1));
        Assert.Throws<InvalidArgumentException>(() => new NumpyArray("f4", 1 << 20, 1 << 20));
        Assert.Throws<InvalidArgumentException>(() => NumpyArray.Create([1f, 2f], 3));
        Assert.Throws<InvalidArgumentException>(() => NumpyArray.Create([1m], 1));
        Assert.Equal(0, new NumpyArray("f4", int.MaxValue, int.MaxValue, 0).Length);
    }
}
