using FsCheck;
using FsCheck.Fluent;
using Trireme.Formats.Files;

namespace Trireme.Tests.Formats.Files;

public class Crc32Tests
{
    [Fact]
    public void The_check_value_of_the_standard() => Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));

    [Fact]
    public void Pieces_make_the_whole() => Prop.ForAll<byte[], byte[]>((a, b) =>
    {
        var crc = new Crc32();
        crc.Append(a);
        crc.Append(b);
        return crc.Value == Crc32.Of([.. a, .. b]);
    }).QuickCheckThrowOnFailure();
}
