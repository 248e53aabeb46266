using Trireme.Fluid;
using Trireme.Static;
using static Trireme.Tests.Fluid.Given;
using Api = Trireme.Fluid.Fluid;
using VisionOps = Trireme.Vision.Ops;

namespace Trireme.Tests.Fluid.Detection;

/// <summary>Layers over boxes and regions in programs give what vision.ops give at once, and closed forms.</summary>
public sealed class RegionTests : IDisposable
{
    private readonly Program _main = new(), _startup = new();
    private readonly ProgramGuard _guard;
    private readonly ScopeGuard _scope = new(new Scope());

    public RegionTests() => _guard = Api.ProgramGuard(_main, _startup);

    public void Dispose()
    {
        _scope.Dispose();
        _guard.Dispose();
    }

    [Fact]
    public void Regions_of_sequences_are_pooled()
    {
        Variable image = Layers.Data("image", [8, 6, 7]), rois = Layers.Data("rois", [4], lodLevel: 1);
        Tensor[] pooled = [Layers.RoiPool(image, rois, 2, 2, 0.5), Layers.RoiAlign(image, rois, 2, 2, 0.5, 2), Layers.PsroiPool(image, rois, 2, 0.5, 2, 2)];
        Tensor x = Numbers([2, 8, 6, 7], 0.9), boxes = Ragged(Floats([3, 4], 0, 0, 9, 8, 2, 1, 12, 9, 4, 4, 7, 11), 1, 2), counts = Ints(2, [1, 2]);
        float[][] found = LayerProgram.Run(_main, new Dictionary<string, Tensor> { ["image"] = x, ["rois"] = boxes }, pooled[0], pooled[1], pooled[2]);
        Given.Near(VisionOps.RoiPool(x, boxes, counts, 2, 0.5f).ToArray<float>(), found[0]);
        Given.Near(VisionOps.RoiAlign(x, boxes, counts, 2, 0.5f, 2, aligned: false).ToArray<float>(), found[1]);
        Given.Near(VisionOps.PsroiPool(x, boxes, counts, 2, 0.5f).ToArray<float>(), found[2]);
    }

    [Fact]
    public void Proposals_go_through_a_pyramid_and_come_back()
    {
        Variable map = Layers.Data("map", [3, 4, 4]), deltas = Layers.Data("deltas", [12, 4, 4]), info = Layers.Data("info", [3]);
        (Tensor anchors, Tensor variances) = Layers.AnchorGenerator(map, [16, 32, 64], [1], stride: [16, 16]);
        (Tensor rois, Tensor probabilities) = Layers.GenerateProposals(map, deltas, info, anchors, variances, 30, 12, 0.7, 4);
        (Tensor[] levels, Tensor restore) = Layers.DistributeFpnProposals(rois, 2, 4, 3, 32);
        Tensor joined = Layers.Gather(Layers.Concat(levels), Layers.Reshape(restore, [-1]));
        Tensor collected = Layers.CollectFpnProposals([rois], [probabilities], 2, 2, 5);
        Dictionary<string, Tensor> feed = new()
        {
            ["map"] = Numbers([2, 3, 4, 4], 1.7),
            ["deltas"] = Numbers([2, 12, 4, 4], 0.6),
            ["info"] = Floats([2, 3], 64, 64, 1, 60, 50, 1),
        };
        float[][] found = LayerProgram.Run(_main, feed, rois, joined, probabilities, collected);
        Assert.NotEmpty(found[0]);
        Assert.Equal(found[0], found[1]);
        for (int i = 0; i < found[0].Length; i++)
            Assert.InRange(found[0][i], 0, 63);
        Assert.Equal(20, found[3].Length);
        // The best of all images are kept, whatever image they are of.
        float fifth = found[2].OrderDescending().ElementAt(4);
        float[][] best = Enumerable.Range(0, found[2].Length).Where(i => found[2][i] >= fifth).Select(i => found[0][(4 * i)..((4 * i) + 4)]).Take(5).ToArray();
        Assert.Equal(best.SelectMany(b => b), found[3]);
    }

    [Fact]
    public void Boxes_are_made_coded_and_cut_off()
    {
        Variable map = Layers.Data("map", [3, 2, 2]), image = Layers.Data("image", [3, 20, 40]);
        (Tensor box, Tensor variance) = Layers.PriorBox(map, image, 4.0, 9.0, [2.0], flip: true);
        (Tensor dense, _) = Layers.DensityPriorBox(map, image, 2, [4.0], [1.0], flattenTo2d: true);
        Tensor some = Layers.Reshape(box, [-1, 4]), code = Layers.BoxCoder(some, Layers.Reshape(variance, [-1, 4]), Floats([1, 4], 0.2f, 0.3f, 0.5f, 0.8f));
        Tensor same = Layers.BoxCoder(some, [0.1, 0.1, 0.2, 0.2], Floats([1, 4], 0.2f, 0.3f, 0.5f, 0.8f)), back = Layers.BoxCoder(some,
            Layers.Reshape(variance, [-1, 4]), code, "decode_center_size");
        Tensor x = Numbers([1, 3, 2, 2], 1), y = Numbers([1, 3, 20, 40], 1);
        float[][] found = LayerProgram.Run(_main, new Dictionary<string, Tensor> { ["map"] = x, ["image"] = y }, box, dense, code, same, back,
            Layers.IouSimilarity(some, some));
        Given.Near(VisionOps.PriorBox(x, y, [4], [9], [2], flip: true).Boxes.ToArray<float>(), found[0]);
        Assert.Equal(2 * 2 * 4 * 4, found[1].Length);
        Given.Near(found[2], found[3]);
        Given.Near(Enumerable.Repeat(new[] { 0.2f, 0.3f, 0.5f, 0.8f }, 16).SelectMany(b => b), found[4], 1e-4);
        for (int i = 0; i < 16; i++)
            Assert.Equal(1, found[5][(i * 16) + i], 1e-5);
    }

    [Fact]
    public void A_yolo_head_learns()
    {
        Variable image = Layers.Data("image", [1, 8, 8]), boxes = Layers.Data("boxes", [2, 4]), labels = Layers.Data("labels", [2], dtype: DType.Int32),
            sizes = Layers.Data("sizes", [2], dtype: DType.Int32);
        Tensor head = Layers.Conv2d(Layers.Conv2d(image, 8, 3, stride: 2, padding: 1, act: "relu"), 2 * 7, 1);
        Tensor loss = Layers.Mean(Layers.Yolov3Loss(head, boxes, labels, [2, 3, 4, 4, 6, 5], [1, 2], 2, 0.5, 2));
        (Tensor found, Tensor scores) = Layers.YoloBox(head, sizes, [4, 4, 6, 5], 2, 0.01, 2);
        Optimizer.Adam(0.02).Minimize(loss);
        var executor = new Executor();
        executor.Run(_startup);
        Dictionary<string, Tensor> feed = new()
        {
            ["image"] = Numbers([2, 1, 8, 8], 0.8),
            ["boxes"] = Floats([2, 2, 4], 0.3f, 0.3f, 0.5f, 0.5f, 0.8f, 0.7f, 0.7f, 0.6f, 0.6f, 0.4f, 0.5f, 0.45f, 0, 0, 0, 0),
            ["labels"] = Ints([2, 2], [0, 1, 1, 0]),
            ["sizes"] = Ints([2, 2], [8, 8, 8, 8]),
        };
        float first = 0, last = 0;
        for (int step = 0; step < 40; step++)
        {
            Tensor[] r = executor.Run(_main, feed, [loss, found, scores]);
            last = r[0].ToArray<float>()[0];
            first = step == 0 ? last : first;
            Assert.Equal([2, 32, 4], r[1].Shape.ToArray());
            Assert.Equal([2, 32, 2], r[2].Shape.ToArray());
        }
        Assert.True(last < 0.5 * first, $"from {first} to {last}");
    }
}
