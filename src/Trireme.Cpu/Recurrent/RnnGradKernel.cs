using System.Numerics;
using System.Numerics.Tensors;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Recurrent;

/// <summary>
/// The gradients of a recurrent network: step by step those of the gates, from the last to the first; then those of weights and inputs as products
/// over all steps at once.
/// </summary>
internal sealed unsafe class RnnGradKernel : FloatKernel<RnnGradOp>
{
    protected override void Run<T>(RnnGradOp op, KernelContext k)
    {
        Data<T> input = k.In<T>("Input");
        RnnPlan plan = op.Plan(input.Shape);
        T* reserve = k.In<T>("Reserve").Pointer, workspace = k.Out<T>("Workspace").Pointer;
        int[]? lengths = k.Has("SequenceLength") ? SequenceLengths.Read(k, plan.Steps) : null;
        byte* kept = k.In<byte>("DropoutState").Pointer;
        T* layers = workspace + ((plan.IsGru ? 2 : 1) * plan.GateSize) + (2L * plan.Batch * plan.Hidden);
        T* outputGrad = k.In<T>("OutGrad").Pointer;
        for (int layer = plan.Layers - 1; layer >= 0; layer--)
        {
            T* x = layer == 0 ? input.Pointer : reserve + plan.InputAt(layer);
            T* inputGrad = layer > 0 ? layers + ((layer & 1) * plan.OutputSize) : op.WantsInput ? k.Out<T>("InputGrad").Pointer : null;
            for (int direction = 0; direction < plan.Directions; direction++)
                Layer(op, k, plan, layer, direction, x, reserve, workspace, outputGrad, inputGrad, lengths);
            if (layer > 0 && plan.Drops)
                Drop(op.DropoutProb, inputGrad, kept + ((layer - 1) * plan.OutputSize), (int)plan.OutputSize);
            outputGrad = inputGrad;
        }
    }

    private static void Layer<T>(RnnGradOp op, KernelContext k, RnnPlan plan, int layer, int direction, T* x, T* reserve, T* workspace, T* outputGrad, T* inputGrad, int[]? lengths)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int index = (layer * plan.Directions) + direction, pairs = plan.Layers * plan.Directions, n = plan.Hidden, width = plan.Gates * n, batch = plan.Batch;
        int features = plan.FeaturesOf(layer), rows = plan.Steps * batch, stateSize = batch * n;
        T* gateGrads = workspace, productGrads = plan.IsGru ? workspace + plan.GateSize : gateGrads;
        T* dh = workspace + ((plan.IsGru ? 2 : 1) * plan.GateSize), dc = dh + stateSize;
        bool backwards = direction == 1;
        T* hidden = reserve + plan.HiddenAt(layer, direction), cells = reserve + plan.CellsAt(layer, direction);
        new ReadOnlySpan<T>(k.In<T>("StateGrad", 0).Pointer + ((long)index * stateSize), stateSize).CopyTo(new Span<T>(dh, stateSize));
        if (plan.IsLstm)
            new ReadOnlySpan<T>(k.In<T>("StateGrad", 1).Pointer + ((long)index * stateSize), stateSize).CopyTo(new Span<T>(dc, stateSize));
        using (var weight = new StepWeight<T>(batch, false, width, n, k.In<T>("WeightList", (2 * index) + 1).Pointer))
        {
            fixed (int* counts = lengths)
            {
                var step = new CellGradient<T> { Hidden = n, GateCount = plan.Gates, OutputStride = plan.Width, IsRelu = op.Mode == "RNN_RELU", Lengths = counts, HiddenGrad = dh, CellGrad = dc };
                for (int i = plan.Steps - 1; i >= 0 && batch > 0; i--)
                {
                    step.Time = backwards ? plan.Steps - 1 - i : i;
                    long before = backwards ? step.Time + 1 : step.Time, after = backwards ? step.Time : step.Time + 1, gatesAt = (long)step.Time * batch * width;
                    step.Gates = reserve + plan.GatesAt(layer, direction) + gatesAt;
                    step.Candidate = reserve + plan.CandidateAt(layer, direction) + ((long)step.Time * stateSize);
                    step.HiddenBefore = hidden + (before * stateSize);
                    step.CellBefore = cells + (before * stateSize);
                    step.CellAfter = cells + (after * stateSize);
                    step.OutputGrad = outputGrad + ((long)step.Time * batch * plan.Width) + (direction * n);
                    step.GateGrads = gateGrads + gatesAt;
                    step.ProductGrads = productGrads + gatesAt;
                    Workers.For(batch, step.Cost, step);
                    weight.Multiply(batch, step.ProductGrads, true, dh);
                }
            }
        }
        new ReadOnlySpan<T>(dh, stateSize).CopyTo(new Span<T>(k.Out<T>("PreStateGrad", 0).Pointer + ((long)index * stateSize), stateSize));
        if (plan.IsLstm)
            new ReadOnlySpan<T>(dc, stateSize).CopyTo(new Span<T>(k.Out<T>("PreStateGrad", 1).Pointer + ((long)index * stateSize), stateSize));
        T* statesBefore = hidden + (backwards ? stateSize : 0);
        Gemm.Run(true, false, width, features, rows, 1, gateGrads, width, x, features, false, k.Out<T>("WeightListGrad", 2 * index).Pointer, features);
        Gemm.Run(true, false, width, n, rows, 1, productGrads, width, statesBefore, n, false, k.Out<T>("WeightListGrad", (2 * index) + 1).Pointer, n);
        Data<T> inputBias = k.Out<T>("WeightListGrad", (2 * pairs) + (2 * index)), stateBias = k.Out<T>("WeightListGrad", (2 * pairs) + (2 * index) + 1);
        SumRows(gateGrads, rows, width, inputBias.Pointer);
        if (plan.IsGru)
            SumRows(productGrads, rows, width, stateBias.Pointer);
        else
            inputBias.Span.CopyTo(stateBias.Span);
        if (inputGrad != null)
            Gemm.Run(false, false, rows, features, width, 1, gateGrads, width, k.In<T>("WeightList", 2 * index).Pointer, features, backwards, inputGrad, features);
    }

    private static void SumRows<T>(T* values, int rows, int width, T* sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Workers.ForChunks(width, 128, rows, (start, end) =>
        {
            var sum = new Span<T>(sums + start, end - start);
            sum.Clear();
            for (int i = 0; i < rows; i++)
                TensorPrimitives.Add(sum, new ReadOnlySpan<T>(values + ((long)i * width) + start, end - start), sum);
        });

    private static void Drop<T>(float probability, T* values, byte* kept, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T factor = SequenceLengths.DropoutFactor<T>(probability);
        Workers.For(count, 2, (start, end) =>
        {
            for (int i = start; i < end; i++)
                values[i] = kept[i] != 0 ? values[i] * factor : T.Zero;
        });
    }
}
