using Trireme.NN;
using Trireme.Vision.Models;

namespace Trireme.Bench.Rows;

/// <summary>Training steps and predictions of the networks people use on photographs, 224 x 224.</summary>
internal static class ImageNetworkRows
{
    public static readonly ImageNetwork[] Networks =
    [
        new("ResNet-18", "resnet18", () => Models.Resnet18(), 8, true),
        new("ResNet-50", "resnet50", () => Models.Resnet50(), 4, true),
        new("MobileNetV2", "mobilenet_v2", () => Models.MobilenetV2(), 8, true),
        new("VGG-16", "vgg16", () => Models.Vgg16(), 1, false),
    ];

    public static IEnumerable<Row> All()
    {
        foreach ((string name, string network, Func<Layer> make, int batch, bool trains) in Networks)
        {
            Shape images = [batch, 3, 224, 224];
            yield return NetworkRows.Inference($"{name} inference, batch {batch}", network, make, images);
            if (trains)
                yield return NetworkRows.Training($"{name} training step, batch {batch}", network, make, images, deep: true);
        }
        yield return NetworkRows.Inference("MobileNetV2 inference, batch 1", "mobilenet_v2", () => Models.MobilenetV2(), [1, 3, 224, 224]);
        yield return NetworkRows.Inference("ResNet-50 inference, batch 1", "resnet50", () => Models.Resnet50(), [1, 3, 224, 224]);
    }
}
