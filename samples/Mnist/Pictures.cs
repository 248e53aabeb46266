using Trireme.IO;
using Trireme.Vision.Datasets;
using Trireme.Vision.Transforms;

namespace Trireme.Samples.Mnist;

/// <summary>Pictures of 28 x 28 grey values with their classes: tensors [1, 28, 28] from 0 to 1 for the network, and as they are for looking at.</summary>
/// <param name="Source">Which of <see cref="Sources"/> they came from.</param>
/// <param name="Name">What the pictures are.</param>
/// <param name="Classes">What each class is called.</param>
/// <param name="Train">What the network learns from.</param>
/// <param name="Test">What it is judged by.</param>
/// <param name="TestImages">The pictures of <paramref name="Test"/>, unchanged.</param>
internal sealed record Pictures(string Source, string Name, string[] Classes, Dataset Train, Dataset Test, Dataset TestImages)
{
    public static readonly string[] Sources = ["auto", "mnist", "fashion", "digits"];

    /// <summary>Grey values from 0 to 255 become numbers from 0 to 1.</summary>
    public static readonly ToTensor ToInput = new();

    private static readonly string[] DigitNames = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    private static readonly string[] ClothesNames = ["T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot"];

    /// <summary>The pictures of one of <see cref="Sources"/>.</summary>
    public static Pictures Load(string source) => source switch
    {
        "mnist" => new(source, "MNIST", DigitNames,
            new MNIST(mode: "train", transform: ToInput), new MNIST(mode: "test", transform: ToInput), new MNIST(mode: "test")),
        "fashion" => new(source, "Fashion-MNIST", ClothesNames,
            new FashionMNIST(mode: "train", transform: ToInput), new FashionMNIST(mode: "test", transform: ToInput), new FashionMNIST(mode: "test")),
        "digits" => new(source, "synthetic digits", DigitNames,
            new Digits(mode: "train", transform: ToInput), new Digits(mode: "test", transform: ToInput), new Digits(mode: "test")),
        _ => LoadAvailable(),
    };

    private static Pictures LoadAvailable()
    {
        try
        {
            return Load("mnist");
        }
        catch (DownloadException e) when (e.FoundMd5 is null)
        {
            Console.WriteLine($"MNIST is not in {DatasetCache.FolderOf("mnist")} and cannot be downloaded ({e.Urls.Count} addresses tried): "
                + "these are synthetic digits instead");
            return Load("digits");
        }
    }
}
