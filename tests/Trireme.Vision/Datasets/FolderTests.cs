using Trireme.Formats.Images;
using Trireme.Vision.Datasets;
using Trireme.Vision.Transforms;

namespace Trireme.Tests.Vision.Datasets;

public sealed class FolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory().FullName;

    public FolderTests()
    {
        foreach ((string name, byte grey) in new[] { ("dog/b.png", (byte)20), ("dog/deep/a.PNG", (byte)30), ("cat/z.ppm", (byte)10), ("cat/notes.txt", (byte)0) })
        {
            string path = Path.Combine(_root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, name.EndsWith("txt") ? [1] : ImageFile.Encode(Image.FromPixels(1, 2, 3, [grey, 1, 2, grey, 3, 4]), Path.GetExtension(path)));
        }
    }

    public void Dispose() => Directory.Delete(_root, true);

    [Fact]
    public void Folders_are_classes()
    {
        var set = new DatasetFolder(_root, transform: new ToTensor());
        Assert.Equal(["cat", "dog"], set.Classes);
        Assert.Equal(1, set.ClassToIdx["dog"]);
        Assert.Equal([0, 1, 1], set.Targets);
        Assert.Equal(["z.ppm", "b.png", "a.PNG"], set.Samples.Select(s => Path.GetFileName(s.Path)));
        Assert.Equal(20 / 255f, ((Tensor)set[1][0]!).ItemAt<float>(0));
        Assert.Equal(1, set[2][1]);
        Assert.Single(new DatasetFolder(_root, path => path.Length, [".ppm"]).Samples);
        Assert.Single(new DatasetFolder(_root, isValidFile: p => p.EndsWith("txt")).Samples);
    }

    [Fact]
    public void Files_without_classes()
    {
        var set = new ImageFolder(_root);
        Assert.Equal(3, set.Length);
        Assert.Equal(10, ((Image)set[0][0]!)[0, 0, 0]);
        Assert.Single(set[0]);
    }

    [Fact]
    public void Nothing_found_is_an_error()
    {
        Assert.Contains("does not exist", Assert.Throws<InvalidArgumentException>(() => new ImageFolder(_root + "x")).Message);
        Assert.Contains("no file was found", Assert.Throws<InvalidArgumentException>(() => new DatasetFolder(_root, extensions: [".gif"])).Message);
        Assert.Contains("both given", Assert.Throws<InvalidArgumentException>(() => new ImageFolder(_root, extensions: [".png"], isValidFile: _ => true)).Message);
    }

    [Fact]
    public void Images_are_loaded_as_the_backend_says()
    {
        string path = Path.Combine(_root, "dog", "b.png");
        Assert.Equal([20, 1, 2, 20, 3, 4], ((Image)Trireme.Vision.Vision.ImageLoad(path)).Pixels);
        Assert.Equal([2, 1, 20, 4, 3, 20], ((Tensor)Trireme.Vision.Vision.ImageLoad(path, "cv2")).ToArray<byte>());
        Assert.Equal([20, 20, 1, 3, 2, 4], ((Tensor)Trireme.Vision.Vision.ImageLoad(path, "tensor")).ToArray<byte>());
        Assert.Equal("pil", Trireme.Vision.Vision.GetImageBackend());
        Assert.Throws<InvalidArgumentException>(() => Trireme.Vision.Vision.SetImageBackend("PIL"));
    }
}
