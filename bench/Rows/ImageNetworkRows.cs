using Trireme.Vision.Models;

namespace Trireme.Bench.Rows;

/// <summary>Training steps and predictions of the networks people use on photographs, 224 x 224.</summary>
internal static class ImageNetworkRows
{
    // Rounding errors of many normalized layers add up, differently on both sides.
    private const double Tolerance = 2e-2;

    public static IEnumerable<Row> All()
    {
        yield return NetworkRows.Inference("ResNet-18 inference, batch 1", "resnet18", () => Models.Resnet18(), [1, 3, 224, 224]);
        yield return NetworkRows.Inference("ResNet-18 inference, batch 16", "resnet18", () => Models.Resnet18(), [16, 3, 224, 224]);
        yield return NetworkRows.Training("ResNet-18 training step, batch 16", "resnet18", () => Models.Resnet18(), [16, 3, 224, 224], Tolerance);
        yield return NetworkRows.Inference("ResNet-50 inference, batch 1", "resnet50", () => Models.Resnet50(), [1, 3, 224, 224]);
        yield return NetworkRows.Training("ResNet-50 training step, batch 8", "resnet50", () => Models.Resnet50(), [8, 3, 224, 224], Tolerance);
        yield return NetworkRows.Inference("MobileNetV2 inference, batch 1", "mobilenet_v2", () => Models.MobilenetV2(), [1, 3, 224, 224]);
        yield return NetworkRows.Inference("MobileNetV2 inference, batch 16", "mobilenet_v2", () => Models.MobilenetV2(), [16, 3, 224, 224]);
        yield return NetworkRows.Inference("VGG-16 inference, batch 1", "vgg16", () => Models.Vgg16(), [1, 3, 224, 224]);
    }
}
