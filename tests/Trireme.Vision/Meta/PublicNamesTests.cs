using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Vision.Meta;

/// <summary>
/// Public names, parameter names and their order against Paddle 2.6's list. What is absent or different stands in a list of known gaps that may only shrink.
/// </summary>
public sealed class PublicNamesTests(ITestOutputHelper output)
{
    private static readonly PublicNames Names = new(
        [typeof(Tensor).Assembly, typeof(Paddle).Assembly, typeof(NN.Layer).Assembly, typeof(Trireme.Vision.Datasets.IdxFile).Assembly, typeof(Trireme.Text.UCIHousing).Assembly,
            typeof(PaddleReaders).Assembly],
        [
            new("paddle", "Trireme.Paddle", "Trireme. Trireme.NN.") { Renamed = { ["dtype"] = "DType" } },
            new("paddle.nn", "Trireme.NN.Decoder Trireme.NN.SpectralNormalization", "Trireme.NN."),
            new("paddle.nn.functional", "Trireme.NN.Functional", null),
            new("paddle.nn.initializer", "Trireme.NN.Initializers.Initializer", "Trireme.NN.Initializers."),
            new("paddle.linalg", "Trireme.Linalg", null),
            new("paddle.optimizer", null, "Trireme.Optimizers."),
            new("paddle.optimizer.lr", null, "Trireme.Optimizers.LR."),
            new("paddle.regularizer", null, "Trireme.Regularizers."),
            new("paddle.io", "Trireme.IO.Dataset", "Trireme.IO."),
            new("paddle.metric", "Trireme.Metrics.Metric", "Trireme.Metrics."),
            new("paddle.callbacks", null, "Trireme.Callbacks."),
            new("paddle.vision.datasets", null, "Trireme.Vision.Datasets."),
            new("paddle.vision.transforms", "Trireme.Vision.Transforms.Functional", "Trireme.Vision.Transforms."),
            new("paddle.vision.models", "Trireme.Vision.Models.Models", "Trireme.Vision.Models."),
            new("paddle.vision.ops", "Trireme.Vision.Ops Trireme.Vision.ImageOps", "Trireme.Vision."),
            new("paddle.profiler", "Trireme.Profiling.Profiler", "Trireme.Profiling."),
            new("paddle.text", "Trireme.Text.Functional", "Trireme.Text."),
            new("paddle.jit", "Trireme.Jit", "Trireme."),
            new("paddle.static", "Trireme.Static.Static", "Trireme.Static. Trireme.NN."),
            new("paddle.inference", "Trireme.Inference.Inference", "Trireme.Inference.") { Renamed = { ["Tensor"] = "InferTensor" }, HasMembers = true },
            new("paddle.static.nn", "Trireme.Static.Static+NN", null),
        ]);

    [Fact]
    public void Gaps_are_known_and_only_shrink() => Names.Check("reference/paddle-api-2x.tsv", "api-gaps.txt", members: false, output);
}
