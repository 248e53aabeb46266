using Trireme.Fluid;
using Trireme.IO;
using Trireme.Static;

namespace Trireme.Tests.Fluid.Feeding;

public sealed class PreprocessorTests : IDisposable
{
    private readonly Program _program = new();
    private readonly ProgramGuard _guard;

    public PreprocessorTests() => _guard = new ProgramGuard(_program, new Program());

    public void Dispose() => _guard.Dispose();

    [Fact]
    public void Batches_are_changed_by_layers_before_the_program_reads_them()
    {
        using ReaderVariable reader = Layers.PyReader(2, [[-1, 2], [-1, 1]], [DType.Float32, DType.Int64]);
        reader.DecoratePaddleReader(Paddle.Batch(() => Enumerable.Range(0, 4).Select(i => (Sample)(new float[] { i, -i }, (long)i)), 2));
        var change = new Layers.Preprocessor(reader);
        Assert.Throws<PreconditionNotMetException>(() => change.Inputs());
        Assert.Throws<PreconditionNotMetException>(() => change.Call());
        using (change.Block())
        {
            IReadOnlyList<Variable> inputs = change.Inputs();
            change.Outputs(Layers.ReduceSum(inputs[0] * 2, 1), inputs[1] + 1);
        }
        Assert.Throws<PreconditionNotMetException>(() => change.Block());
        using ReaderVariable changed = Layers.DoubleBuffer(change.Call());
        IReadOnlyList<Variable> read = Layers.ReadFile(changed);
        Assert.Equal([-1], read[0].Shape.ToArray());
        Tensor twice = read[1] + read[1];
        var executor = new Executor();
        for (int pass = 0; pass < 2; pass++)
        {
            changed.Start();
            var seen = new List<long>();
            Assert.Throws<EOFException>(() => seen.AddRange(Forever().SelectMany(twice => twice)));
            Assert.Equal([2L, 4, 6, 8], seen);
            changed.Reset();
        }

        IEnumerable<long[]> Forever()
        {
            while (true)
            {
                Tensor[] batch = executor.Run(_program, fetchList: [read[0], twice]);
                Assert.All(batch[0].ToArray<float>(), v => Assert.Equal(0, v));
                yield return batch[1].ToArray<long>();
            }
        }
    }
}
