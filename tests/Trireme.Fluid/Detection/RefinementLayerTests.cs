using Trireme.Fluid;
using Trireme.Operators;
using Trireme.Static;
using static Trireme.Tests.Fluid.Given;
using Api = Trireme.Fluid.Fluid;
using Graph = Trireme.Static.Static;

namespace Trireme.Tests.Fluid.Detection;

/// <summary>Second steps of detectors in programs, and limits that programs' files hold as tensors.</summary>
public sealed class RefinementLayerTests : IDisposable
{
    private readonly Program _main = new(), _startup = new();
    private readonly ProgramGuard _guard;
    private readonly ScopeGuard _scope = new(new Scope());

    public RefinementLayerTests() => _guard = Api.ProgramGuard(_main, _startup);

    public void Dispose()
    {
        _scope.Dispose();
        _guard.Dispose();
    }

    [Fact]
    public void Losses_boxes_and_regions_are_built()
    {
        Variable x = LayerProgram.Data("x", [-1, 2]), label = Layers.Data("label", [1], dtype: DType.Int32), map = Layers.Data("map", [8, 6, 7]),
            rois = Layers.Data("rois", [4], lodLevel: 1);
        Tensor objects = Layers.FillConstant(1, DType.Int32, 2), loss = Layers.SigmoidFocalLoss(x, label, objects);
        Tensor slope = Api.Gradients([Layers.ReduceSum(loss)], [x])[0]!;
        Tensor still = Layers.DeformableRoiPooling(map, rois, null, noTrans: true, groupSize: 2, pooledHeight: 2, pooledWidth: 2, samplePerPart: 2,
            positionSensitive: true);
        Assert.Equal([-1, 2, 2, 2], still.Shape.ToArray());
        Tensor v = Numbers([3, 2]), labels = Ints([3, 1], 1, 0, 2), boxes = Ragged(Floats([2, 4], 1, 1, 4, 5, 0, 2, 5, 5), 1, 1), image = Numbers([2, 8, 6,
            7]);
        float[][] found = LayerProgram.Run(_main, new Dictionary<string, Tensor> { ["x"] = v, ["label"] = labels, ["map"] = image, ["rois"] = boxes }, loss,
            slope, still);
        v.StopGradient = false;
        Tensor expected = new SigmoidFocalLossOp().Apply(v, labels, Ints([1], 2));
        expected.Sum().Backward();
        Given.Near(expected.ToArray<float>(), found[0]);
        Given.Near(v.Grad!.ToArray<float>(), found[1]);
        Given.Near(new DeformablePsRoiPoolingOp(2, (2, 2), 2, 2, (2, 2), true, SamplePerPart: 2).ApplyAll(image, boxes, default)[1].ToArray<float>(),
            found[2]);
    }

    [Fact]
    public void Targets_pick_the_predictions_that_are_trained()
    {
        Variable moves = LayerProgram.Data("moves", [-1, 3, 4]), scores = LayerProgram.Data("scores", [-1, 3, 1]), objects = Layers.Data("objects", [4],
            lodLevel: 1);
        Variable crowd = Layers.Data("crowd", [1], dtype: DType.Int32), info = Layers.Data("info", [3]);
        Tensor anchors = Floats([3, 4], 0, 0, 9, 9, 30, 30, 39, 39, 0, 0, 9, 8);
        var rpn = Layers.RpnTargetAssign(moves, scores, anchors, null, objects, crowd, info, useRandom: false);
        var retina = Layers.RetinanetTargetAssign(moves, scores, anchors, null, objects, crowd + 3, crowd, info);
        Tensor[] wanted = [rpn.PredictedScores, rpn.PredictedLocation, rpn.TargetLabel, rpn.TargetBbox, retina.TargetLabel, retina.FgNum];
        Tensor m = Numbers([2, 3, 4]), v = Numbers([2, 3, 1], 0.9);
        Dictionary<string, Tensor> feed = new()
        {
            ["moves"] = m,
            ["scores"] = v,
            ["objects"] = Ragged(Floats([2, 4], 0, 0, 9, 9, 30, 30, 39, 39), 1, 1),
            ["crowd"] = Ints([2, 1], 0, 0),
            ["info"] = Floats([2, 3], 50, 50, 1, 50, 50, 1),
        };
        float[][] found = LayerProgram.Run(_main, feed, wanted.Select(t => (FetchTarget)t).ToArray());
        float[] s = v.ToArray<float>(), rows = m.ToArray<float>();
        Assert.Equal([s[0], s[2], s[1], s[4], s[3], s[5]], found[0]);
        Assert.Equal([.. rows[0..4], .. rows[8..12], .. rows[16..20]], found[1]);
        Assert.Equal([1, 1, 0, 1, 0, 0], found[2]);
        Given.Near([0, 0, 0, 0, 0, 1 / 18f, 0, MathF.Log(10 / 9f), 0, 0, 0, 0], found[3]);
        Assert.Equal([3, 3, 0, 3, 0, 0], found[4]);
        Assert.Equal([3, 2], found[5]);
    }

    [Fact]
    public void Trees_are_convolved_with_a_bias()
    {
        Variable nodes = Layers.Data("nodes", [3, 2]), edges = Layers.Data("edges", [2, 2], dtype: DType.Int32);
        Tensor y = Layers.TreeConv(nodes, edges, 2, 1, paramAttr: new NN.Initializers.Constant(1), biasAttr: new NN.Initializers.Constant(0.25), act: null);
        new Executor().Run(_startup);
        // With ones for filters the sums of features remain; the first child counts 1/2 + 1/2 times, the last 1/2 + 1/2 + 1/4 times.
        Dictionary<string, Tensor> feed = new() { ["nodes"] = Floats([1, 3, 2], 1, 2, 3, 4, 5, 6), ["edges"] = Ints([1, 2, 2], 1, 2, 1, 3) };
        Given.Near([24, 24, 7.25f, 7.25f, 11.25f, 11.25f], LayerProgram.Run(_main, feed, y)[0]);
    }

    [Fact]
    public void Precision_and_its_counts_come_out()
    {
        Variable found = Layers.Data("found", [6], lodLevel: 1), objects = Layers.Data("objects", [5], lodLevel: 1);
        Tensor[] states = [Layers.CreateTensor(DType.Int32, "count", true), Layers.CreateTensor(DType.Float32, "hits", true),
            Layers.CreateTensor(DType.Float32, "misses", true)];
        Tensor precision = Layers.DetectionMap(found, objects, 2, outStates: states);
        var executor = new Executor();
        Dictionary<string, Tensor> feed = new()
        {
            ["found"] = Ragged(Floats([2, 6], 1, 0.9f, 0, 0, 0.5f, 0.5f, 1, 0.8f, 0, 0, 0.1f, 0.1f), 2),
            ["objects"] = Ragged(Floats([1, 5], 1, 0, 0, 0.5f, 0.5f), 1),
        };
        Tensor[] r = executor.Run(_main, feed, [precision, states[0], states[1]]);
        Assert.Equal(1f, r[0].ToArray<float>()[0]);
        Assert.Equal([0, 1], r[1].ToArray<int>());
        Assert.Equal([0.9f, 1, 0.8f, 0], r[2].ToArray<float>());
    }

    [Fact]
    public void Files_know_limits_as_tensors_under_the_common_names()
    {
        Variable x = Layers.Data("x", [3]);
        Tensor limit = Layers.FillConstant(1, DType.Float32, 0.5), y = new ClipByTensorsOp(-1, 9).ApplyAll(x, default, limit)[0],
            z = new PowByTensorOp().Apply(y, limit + 1.5);
        byte[] file = Graph.SerializeProgram([x], [z]);
        Program read = Graph.DeserializeProgram(file);
        Assert.Contains(read.GlobalBlock().Ops, o => o.Record is ClipByTensorsOp { LeastValue: -1 });
        string text = System.Text.Encoding.Latin1.GetString(file);
        Assert.DoesNotMatch("by_tensors?[^s_]", text);
        Assert.Contains("clip", text, StringComparison.Ordinal);
        Tensor result = new Executor().Run(read, new Dictionary<string, Tensor> { ["x"] = Floats([1, 3], -3, 0.25f, 4) }, [z.Name])[0];
        Given.Near([1, 0.0625f, 0.25f], result.ToArray<float>());
    }
}
