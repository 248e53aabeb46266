using Trireme.Fluid;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Fluid.Meta;

/// <summary>
/// Public names, parameter names and their order against Paddle 1.5's list. What is absent or different stands in a list of known gaps that may only shrink.
/// </summary>
public sealed class FluidNamesTests(ITestOutputHelper output)
{
    private static readonly PublicNames Names = new(
        [typeof(Tensor).Assembly, typeof(Paddle).Assembly, typeof(NN.Layer).Assembly, typeof(PaddleReaders).Assembly],
        [
            new("paddle", "Trireme.Paddle", null),
            new("paddle.fluid", "Trireme.Fluid.Fluid", "Trireme.Fluid. Trireme.Static. Trireme."),
            new("paddle.fluid.layers", "Trireme.Fluid.Layers", "Trireme.Fluid.Layers+ Trireme.Fluid."),
            new("paddle.fluid.nets", "Trireme.Fluid.Nets", null),
            new("paddle.fluid.optimizer", "Trireme.Fluid.Optimizer", "Trireme.Fluid.Optimizer+ Trireme.Optimizers. Trireme.Fluid."),
            new("paddle.fluid.initializer", "Trireme.Fluid.Initializer", "Trireme.Fluid.Initializer+ Trireme.NN.Initializers."),
            new("paddle.fluid.metrics", "Trireme.Fluid.Metrics", "Trireme.Fluid.Metrics+"),
            new("paddle.fluid.average", "Trireme.Fluid.Average", "Trireme.Fluid.Average+ Trireme.Fluid."),
            new("paddle.fluid.io", "Trireme.Fluid.IO", "Trireme.Fluid."),
            new("paddle.fluid.clip", "Trireme.Fluid.Clip", "Trireme.Fluid.Clip+ Trireme.NN. Trireme.Static.") { Renamed = { ["BaseGradientClipAttr"] = "ClipGradBase" } },
            new("paddle.fluid.regularizer", "Trireme.Fluid.Regularizer", "Trireme.Regularizers."),
            new("paddle.fluid.dygraph", "Trireme.Fluid.Dygraph", "Trireme.Fluid.Dygraph+"),
            new("paddle.fluid.dygraph.learning_rate_scheduler", null, "Trireme.Fluid.Dygraph+"),
            new("paddle.fluid.dygraph_grad_clip", "Trireme.Fluid.DygraphGradClip", null),
            new("paddle.fluid.profiler", "Trireme.Fluid.Profilers", null),
            new("paddle.fluid.framework", null, "Trireme.Static. Trireme.NN.") { Renamed = { ["numpy"] = "ToArray" } },
            new("paddle.fluid.unique_name", "Trireme.Fluid.Fluid+UniqueName", null),
            new("paddle.fluid.executor", "Trireme.Fluid.Fluid", "Trireme.Static."),
            new("paddle.fluid.compiler", "Trireme.Fluid.Fluid", "Trireme.Static."),
            new("paddle.fluid.backward", "Trireme.Fluid.Backward Trireme.Fluid.Fluid", null),
            new("paddle.fluid.core", "Trireme.Fluid.Fluid", "Trireme.Fluid. Trireme.Static."),
            new("paddle.fluid.recordio_writer", "Trireme.Fluid.RecordioWriter", null),
            new("paddle.reader", "Trireme.Fluid.Reader", "Trireme.Fluid."),
            new("paddle.reader.creator", "Trireme.Fluid.Creator", null),
            .. ((string[])["Cifar", "Common", "Conll05", "Flowers", "Image", "Imdb", "Imikolov", "Mnist", "Movielens", "Mq2007", "Sentiment", "Voc2012", "Wmt14", "Wmt16"])
                .Select(name => new PublicNames.Home($"paddle.dataset.{name.ToLowerInvariant()}", $"Trireme.Fluid.Datasets.{name}", $"Trireme.Fluid.Datasets.{name}+")),
            new("paddle.dataset.uci_housing", "Trireme.Fluid.Datasets.UciHousing", null),
        ]);

    [Fact]
    public void Gaps_are_known_and_only_shrink() => Names.Check("reference/paddle-api-fluid-1.5.tsv", "fluid-gaps.txt", members: true, output);
}
