namespace Trireme.Vision.Datasets;

/// <summary>One file of a published data set: where it is kept, how it is known to be whole, where it comes from.</summary>
/// <param name="Module">The data set's folder below <see cref="DatasetCache.Home"/>.</param>
/// <param name="Name">The file's name there.</param>
/// <param name="Md5">The MD5 checksum of its content, 32 lower-case hexadecimal digits.</param>
/// <param name="Urls">Addresses to fetch it from, tried in this order.</param>
public sealed record DatasetFile(string Module, string Name, string Md5, IReadOnlyList<string> Urls)
{
    private const string Paddle = "https://dataset.bj.bcebos.com/";

    private static readonly string[] MnistFolders =
        [$"{Paddle}mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/", "https://ossci-datasets.s3.amazonaws.com/mnist/"];

    private static readonly string[] FashionFolders =
        [$"{Paddle}fashion_mnist/", "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"];

    /// <summary>The absolute path of the file in the cache; it need not exist.</summary>
    public string CachePath => Path.Combine(DatasetCache.FolderOf(Module), Name);

    /// <summary>MNIST's training images: 60,000 of 28 × 28.</summary>
    public static DatasetFile MnistTrainImages { get; } = Mnist("train-images-idx3-ubyte.gz", "f68b3c2dcbeaaa9fbdd348bbdeb94873");

    /// <summary>MNIST's training labels: 60,000.</summary>
    public static DatasetFile MnistTrainLabels { get; } = Mnist("train-labels-idx1-ubyte.gz", "d53e105ee54ea40749a09fcbcd1e9432");

    /// <summary>MNIST's test images: 10,000 of 28 × 28.</summary>
    public static DatasetFile MnistTestImages { get; } = Mnist("t10k-images-idx3-ubyte.gz", "9fb629c4189551a2d022fa330f9573f3");

    /// <summary>MNIST's test labels: 10,000.</summary>
    public static DatasetFile MnistTestLabels { get; } = Mnist("t10k-labels-idx1-ubyte.gz", "ec29112dd5afa0611ce80d1b7f02629c");

    /// <summary>Fashion-MNIST's training images: 60,000 of 28 × 28.</summary>
    public static DatasetFile FashionMnistTrainImages { get; } = Fashion("train-images-idx3-ubyte.gz", "8d4fb7e6c68d591d4c3dfef9ec88bf0d");

    /// <summary>Fashion-MNIST's training labels: 60,000.</summary>
    public static DatasetFile FashionMnistTrainLabels { get; } = Fashion("train-labels-idx1-ubyte.gz", "25c81989df183df01b3e8a0aad5dffbe");

    /// <summary>Fashion-MNIST's test images: 10,000 of 28 × 28.</summary>
    public static DatasetFile FashionMnistTestImages { get; } = Fashion("t10k-images-idx3-ubyte.gz", "bef4ecab320f06d8554ea6380940ec79");

    /// <summary>Fashion-MNIST's test labels: 10,000.</summary>
    public static DatasetFile FashionMnistTestLabels { get; } = Fashion("t10k-labels-idx1-ubyte.gz", "bb300cfdad3c16e7a12a480ee83cd310");

    /// <summary>CIFAR-10 as Python pickles in a tar archive.</summary>
    public static DatasetFile Cifar10 { get; } = Cifar("cifar-10-python.tar.gz", "c58f30108f718f92721af3b95e74349a");

    /// <summary>CIFAR-100 as Python pickles in a tar archive.</summary>
    public static DatasetFile Cifar100 { get; } = Cifar("cifar-100-python.tar.gz", "eb9058c3a382ffc7106e4002c42a8d85");

    /// <summary>The photographs of 102 kinds of flowers.</summary>
    public static DatasetFile Flowers { get; } = Flower("102flowers.tgz", "52808999861908f626f3c1f4e79d11fa");

    /// <summary>The kind of each photograph of flowers.</summary>
    public static DatasetFile FlowersLabels { get; } = Flower("imagelabels.mat", "e0620be6f572b9609742df49c70aed4d");

    /// <summary>Which photographs of flowers are for training, tests and validation.</summary>
    public static DatasetFile FlowersParts { get; } = Flower("setid.mat", "a5357ecc9cb78c4bef273ce3793fc85c");

    /// <summary>The photographs of the PASCAL VOC challenge of 2012, with what their pixels show.</summary>
    public static DatasetFile Voc2012 { get; } = new("voc2012", "VOCtrainval_11-May-2012.tar", "6cd6e144f989b92b3379bac3b3de84fd",
        [$"{Paddle}voc/VOCtrainval_11-May-2012.tar", "http://host.robots.ox.ac.uk/pascal/VOC/voc2012/VOCtrainval_11-May-2012.tar"]);

    private static DatasetFile Mnist(string name, string md5) => new("mnist", name, md5, [.. MnistFolders.Select(f => f + name)]);

    private static DatasetFile Fashion(string name, string md5) => new("fashion-mnist", name, md5, [.. FashionFolders.Select(f => f + name)]);

    private static DatasetFile Cifar(string name, string md5)
        => new("cifar", name, md5, [$"{Paddle}cifar/{name}", $"https://www.cs.toronto.edu/~kriz/{name}"]);

    private static DatasetFile Flower(string name, string md5)
        => new("flowers", name, md5, ["http://paddlemodels.bj.bcebos.com/flowers/" + name, $"https://www.robots.ox.ac.uk/~vgg/data/flowers/102/{name}"]);
}
