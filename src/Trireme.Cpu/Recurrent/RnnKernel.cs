using System.Numerics;
using System.Numerics.Tensors;
using Trireme.Cpu.Kernels;
using Trireme.Cpu.Sampling;
using Trireme.Operators;
using Trireme.Random;

namespace Trireme.Cpu.Recurrent;

/// <summary>
/// A recurrent network: the inputs of all steps are multiplied at once; then, step by step, the state by a weight that is laid out once.
/// </summary>
internal sealed unsafe class RnnKernel : FloatKernel<RnnOp>
{
    protected override void Run<T>(RnnOp op, KernelContext k)
    {
        Data<T> input = k.In<T>("Input"), reserve = k.Out<T>("Reserve");
        var plan = RnnPlan.Of(op, input.Shape);
        int[]? lengths = k.Has("SequenceLength") ? SequenceLengths.Read(k, plan.Steps) : null;
        byte* kept = k.Out<byte>("DropoutState").Pointer;
        T* x = input.Pointer;
        for (int layer = 0; layer < plan.Layers; layer++)
        {
            T* output = layer + 1 < plan.Layers ? reserve.Pointer + plan.InputAt(layer + 1) : k.Out<T>("Out").Pointer;
            for (int direction = 0; direction < plan.Directions; direction++)
                Layer(op, k, plan, layer, direction, x, reserve.Pointer, output, lengths);
            if (layer + 1 < plan.Layers && plan.Drops)
                Drop(op, layer, output, kept + (layer * plan.OutputSize), plan.OutputSize);
            x = output;
        }
    }

    private static void Layer<T>(RnnOp op, KernelContext k, RnnPlan plan, int layer, int direction, T* x, T* reserve, T* output, int[]? lengths)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int index = (layer * plan.Directions) + direction, pairs = plan.Layers * plan.Directions, n = plan.Hidden, width = plan.Gates * n, batch = plan.Batch;
        int features = plan.FeaturesOf(layer);
        T* gates = reserve + plan.GatesAt(layer, direction), hidden = reserve + plan.HiddenAt(layer, direction), cells = reserve + plan.CellsAt(layer, direction);
        T* inputBias = k.In<T>("WeightList", (2 * pairs) + (2 * index)).Pointer, stateBias = k.In<T>("WeightList", (2 * pairs) + (2 * index) + 1).Pointer;
        if (plan.GateSize > 0)
        {
            var bias = new T[width];
            // The GRU's reset gate multiplies the state's bias, too: it is added apart.
            new ReadOnlySpan<T>(inputBias, width).CopyTo(bias);
            if (!plan.IsGru)
                TensorPrimitives.Add(bias, new ReadOnlySpan<T>(stateBias, width), bias);
            fixed (T* sum = bias)
            {
                Gemm.Run(false, true, plan.Steps * batch, width, features, 1, x, features, k.In<T>("WeightList", 2 * index).Pointer, features, false, gates, width, sum);
            }
        }
        long stateSize = (long)batch * n;
        bool backwards = direction == 1;
        T* first = hidden + (backwards ? plan.Steps * stateSize : 0), firstCell = cells + (backwards ? plan.Steps * stateSize : 0);
        new ReadOnlySpan<T>(k.In<T>("PreState", 0).Pointer + (index * stateSize), (int)stateSize).CopyTo(new Span<T>(first, (int)stateSize));
        if (plan.IsLstm)
            new ReadOnlySpan<T>(k.In<T>("PreState", 1).Pointer + (index * stateSize), (int)stateSize).CopyTo(new Span<T>(firstCell, (int)stateSize));
        using var weight = new StepWeight<T>(batch, true, n, width, k.In<T>("WeightList", (2 * index) + 1).Pointer);
        fixed (int* counts = lengths)
        {
            var step = new CellStep<T> { Hidden = n, GateCount = plan.Gates, OutputStride = plan.Width, IsRelu = op.Mode == "RNN_RELU", Lengths = counts };
            for (int i = 0; i < plan.Steps && batch > 0; i++)
            {
                step.Time = backwards ? plan.Steps - 1 - i : i;
                int before = backwards ? step.Time + 1 : step.Time, after = backwards ? step.Time : step.Time + 1;
                step.Gates = gates + ((long)step.Time * batch * width);
                step.HiddenBefore = hidden + (before * stateSize);
                step.HiddenAfter = hidden + (after * stateSize);
                step.CellBefore = cells + (before * stateSize);
                step.CellAfter = cells + (after * stateSize);
                step.Output = output + ((long)step.Time * batch * plan.Width) + (direction * n);
                if (plan.IsGru)
                {
                    step.Product = reserve + plan.ProductAt;
                    step.Candidate = reserve + plan.CandidateAt(layer, direction) + (step.Time * stateSize);
                    weight.Multiply(batch, step.HiddenBefore, false, step.Product, stateBias);
                }
                else
                {
                    weight.Multiply(batch, step.HiddenBefore, true, step.Gates);
                }
                Workers.For(batch, step.Cost, step);
            }
        }
        T* last = hidden + (backwards ? 0 : plan.Steps * stateSize), lastCell = cells + (backwards ? 0 : plan.Steps * stateSize);
        new ReadOnlySpan<T>(last, (int)stateSize).CopyTo(new Span<T>(k.Out<T>("State", 0).Pointer + (index * stateSize), (int)stateSize));
        if (plan.IsLstm)
            new ReadOnlySpan<T>(lastCell, (int)stateSize).CopyTo(new Span<T>(k.Out<T>("State", 1).Pointer + (index * stateSize), (int)stateSize));
    }

    private static void Drop<T>(RnnOp op, int layer, T* values, byte* kept, long count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RandomStream stream = op.Seed != 0 ? new RandomStream((ulong)op.Seed, (ulong)layer) : Generator.Default.Next();
        ulong bound = (ulong)Math.Round(op.DropoutProb * 4294967296.0);
        T factor = SequenceLengths.DropoutFactor<T>(op.DropoutProb);
        RandomRuns.Run((int)count, 8, (start, end) =>
        {
            uint* words = stackalloc uint[RandomRuns.Tile];
            PhiloxBlocks.Fill(stream, start >> 2, (end - start + 3) / 4, words);
            for (int i = start; i < end; i++)
            {
                bool stays = words[i - start] >= bound;
                kept[i] = stays ? (byte)1 : (byte)0;
                values[i] = stays ? values[i] * factor : T.Zero;
            }
        });
    }
}
