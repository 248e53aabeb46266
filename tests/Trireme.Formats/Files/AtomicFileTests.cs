using Trireme.Tests.Shared;
using Trireme.Formats.Files;

namespace Trireme.Tests.Formats.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Writes_a_new_file_and_leaves_nothing_else()
    {
        AtomicFile.Write(_folder["a.bin"], s => s.Write([1, 2, 3]));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(_folder["a.bin"]));
        Assert.Equal(["a.bin"], _folder.Names);
    }

    [Fact]
    public void Replaces_a_longer_file_whole()
    {
        File.WriteAllBytes(_folder["a.bin"], new byte[1000]);
        AtomicFile.Write(_folder["a.bin"], s => s.Write([1, 2, 3]));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(_folder["a.bin"]));
    }

    [Fact]
    public void A_failure_leaves_the_old_file_and_no_temporary_one()
    {
        File.WriteAllText(_folder["a.bin"], "old");
        var full = Assert.Throws<IOException>(() => AtomicFile.Write(_folder["a.bin"], s =>
        {
            s.Write(new byte[100_000]);
            throw new IOException("No space left on device");
        }));
        Assert.Equal("No space left on device", full.Message);
        Assert.Equal("old", File.ReadAllText(_folder["a.bin"]));
        Assert.Equal(["a.bin"], _folder.Names);
    }

    [Fact]
    public void A_device_that_is_full_leaves_the_old_file()
    {
        if (!File.Exists("/dev/full"))
            return;
        File.WriteAllText(_folder["a.bin"], "old");
        Assert.Throws<IOException>(() => AtomicFile.Write(_folder["a.bin"], s =>
        {
            s.Write(new byte[100_000]);
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write);
            s.Position = 0;
            s.CopyTo(full);
        }));
        Assert.Equal("old", File.ReadAllText(_folder["a.bin"]));
        Assert.Equal(["a.bin"], _folder.Names);
    }

    [Fact]
    public void A_failure_leaves_no_new_file()
    {
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(_folder["a.bin"], _ => throw new InvalidOperationException()));
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void The_old_file_is_there_until_the_new_one_is_complete()
    {
        File.WriteAllText(_folder["a.bin"], "old");
        AtomicFile.Write(_folder["a.bin"], s =>
        {
            s.Write("new"u8);
            s.Flush();
            Assert.Equal("old", File.ReadAllText(_folder["a.bin"]));
        });
        Assert.Equal("new", File.ReadAllText(_folder["a.bin"]));
    }

    [Fact]
    public void A_link_stays_a_link_and_permissions_stay()
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.WriteAllText(_folder["real"], "old");
        File.SetUnixFileMode(_folder["real"], Private);
        File.CreateSymbolicLink(_folder["link"], _folder["real"]);
        AtomicFile.Write(_folder["link"], s => s.Write("new"u8));
        Assert.Equal(_folder["real"], File.ResolveLinkTarget(_folder["link"], true)?.FullName);
        Assert.Equal("new", File.ReadAllText(_folder["real"]));
        Assert.Equal(Private, File.GetUnixFileMode(_folder["real"]));
    }

    [Fact]
    public void A_name_may_be_as_long_as_names_can_be()
    {
        string name = new('n', 255);
        AtomicFile.Write(_folder[name], s => s.WriteByte(1));
        Assert.Equal([name], _folder.Names);
    }

    [Fact]
    public void A_folder_is_not_overwritten()
        => Assert.Throws<UnauthorizedAccessException>(() => AtomicFile.Write(Path.GetDirectoryName(_folder["x"])!, s => s.WriteByte(1)));

    [Fact]
    public void A_missing_folder_is_reported_as_such()
        => Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(_folder["no/such/file"], s => s.WriteByte(1)));
}
