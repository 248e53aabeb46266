using Trireme.Fluid;
using Trireme.Operators;
using Trireme.Static;
using Trireme.Tests.Fluid.ControlFlow;
using static Trireme.Tests.Fluid.Detection.Given;
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
        Variable x = FluidPrograms.Data("x", [-1, 2]), label = Layers.Data("label", [1], dtype: DType.Int32), map = Layers.Data("map", [8, 6, 7]),
            rois = Layers.Data("rois", [4], lodLevel: 1);
        Tensor objects = Layers.FillConstant(1, DType.Int32, 2), loss = Layers.SigmoidFocalLoss(x, label, objects);
        Tensor slope = Api.Gradients([Layers.ReduceSum(loss)], [x])[0]!;
        Tensor still = Layers.DeformableRoiPooling(map, rois, null, noTrans: true, groupSize: 2, pooledHeight: 2, pooledWidth: 2, samplePerPart: 2,
            positionSensitive: true);
        Assert.Equal([-1, 2, 2, 2], still.Shape.ToArray());
        Tensor v = Numbers([3, 2]), labels = Ints([3, 1], 1, 0, 2), boxes = WithLod(Floats([2, 4], 1, 1, 4, 5, 0, 2, 5, 5), 1, 1), image = Numbers([2, 8, 6,
            7]);
        float[][] found = FluidPrograms.Run(_main, new Dictionary<string, Tensor> { ["x"] = v, ["label"] = labels, ["map"] = image, ["rois"] = boxes }, loss,
            slope, still);
        v.StopGradient = false;
        Tensor expected = new SigmoidFocalLossOp().Apply(v, labels, Ints([1], 2));
        expected.Sum().Backward();
        FluidPrograms.Near(expected.ToArray<float>(), found[0]);
        FluidPrograms.Near(v.Grad!.ToArray<float>(), found[1]);
        FluidPrograms.Near(new DeformablePsRoiPoolingOp(2, (2, 2), 2, 2, (2, 2), true, SamplePerPart: 2).ApplyAll(image, boxes, default)[1].ToArray<float>(),
            found[2]);
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
            ["found"] = WithLod(Floats([2, 6], 1, 0.9f, 0, 0, 0.5f, 0.5f, 1, 0.8f, 0, 0, 0.1f, 0.1f), 2),
            ["objects"] = WithLod(Floats([1, 5], 1, 0, 0, 0.5f, 0.5f), 1),
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
        FluidPrograms.Near([1, 0.0625f, 0.25f], result.ToArray<float>());
    }
}
