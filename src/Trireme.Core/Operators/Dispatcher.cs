using Trireme.Autograd;
using Trireme.Profiling;
using Trireme.Static;

namespace Trireme.Operators;

/// <summary>The one place where operators run. Everything above it is written once for tensors with and without values.</summary>
internal static class Dispatcher
{
    /// <summary>Tensors made on this thread while a gradient runs, so that what is left over can be freed at once.</summary>
    [ThreadStatic]
    public static List<Tensor>? Made;

    public static Tensor[] Run(Op op, Tensor?[] inputs)
    {
        OpInfo info = op.Info;
        if (inputs.Length != info.InputSlots.Length || info.HasInputList)
            return RunSlots(op, Array.ConvertAll(inputs, t => (TensorList)t));
        return Run(op, info, inputs, info.Identity);
    }

    public static Tensor[] RunSlots(Op op, ReadOnlySpan<TensorList> slots)
    {
        OpInfo info = op.Info;
        Slot[] named = info.InputSlots;
        if (slots.Length > named.Length)
            throw new InvalidArgumentException($"{info.Type}: {slots.Length} inputs were given.", $"It has {named.Length}.");
        var starts = new int[named.Length + 1];
        var inputs = new List<Tensor?>(slots.Length);
        for (int i = 0; i < named.Length; i++)
        {
            int count = i < slots.Length ? slots[i].Count : 0;
            for (int j = 0; j < count; j++)
                inputs.Add(slots[i][j]);
            if (count == 0 && !named[i].IsList)
                inputs.Add(null);
            starts[i + 1] = inputs.Count;
        }
        return Run(op, info, inputs.ToArray(), starts);
    }

    /// <summary>Runs an operator whose inputs lie ready, one after the other.</summary>
    public static Tensor[] RunPrepared(Op op, Tensor?[] inputs, int[] starts) => Run(op, op.Info, inputs, starts);

    private static Tensor[] Run(Op op, OpInfo info, Tensor?[] inputs, int[] starts)
    {
        if (Recorder.IsOn || AnySymbolic(inputs))
            return Recorder.Append(op, info, inputs, starts);
        return Tracer.Active is { } tracer ? RunTraced(tracer, op, info, inputs, starts) : RunNow(op, info, inputs, starts);
    }

    private static Tensor[] RunTraced(Tracer tracer, Op op, OpInfo info, Tensor?[] inputs, int[] starts)
    {
        Tracer.Mark mark = tracer.Begin(inputs);
        Tensor[] outputs = RunNow(op, info, inputs, starts);
        tracer.End(mark, info.Type, TracerEventType.Operator, outputs);
        return outputs;
    }

    private static Tensor[] RunNow(Op op, OpInfo info, Tensor?[] inputs, int[] starts)
    {
        if (info.IsComposable && Composition.Applies(op, info, inputs))
            return Composition.Run(op, inputs, starts);
        OpCall call = OpCall.Begin(op, info, inputs, starts);
        op.Infer(new InferContext(call));
        Tensor[] outputs = Allocate(call);
        if (info.ViewOutput < 0 || !MakeView(call))
            call.Execute(info.CpuKernel ?? KernelTable.Cpu(op));
        if (info.HasInPlace)
            NoteOverwritten(call);
        else
            Made?.AddRange(outputs);
        if (Lod.IsInUse && !info.SetsLod)
            PassLod(inputs, call.Outputs);
        if (info.NoGradient is null && GradMode.IsEnabled && NeedsGradient(inputs))
            OpGradNode.Record(call);
        outputs = call.Outputs;
        call.End();
        return outputs;
    }

    private static Tensor[] Allocate(OpCall call)
    {
        TensorMeta[] metas = call.OutputMetas;
        // Memory first, the array of the outputs then: making room may provoke a collection, and what that promotes must not refer to younger tensors,
        // which would live as long as it does.
        Tensor?[] made = call.Room(metas.Length);
        for (int i = 0; i < metas.Length; i++)
        {
            TensorMeta meta = metas[i];
            if (meta.DType.Kind != DTypeKind.Undefined && meta.Shape.IsKnown && i != call.Info.ViewOutput)
                made[i] = Tensor.Allocate(meta.Shape, meta.DType);
        }
        var outputs = new Tensor[metas.Length];
        for (int i = 0; i < outputs.Length; i++)
            (outputs[i], made[i]) = (made[i]!, null);
        if (call.Info.HasInPlace)
        {
            for (int slot = 0; slot < call.Info.OutputSlots.Length; slot++)
            {
                int input = call.Info.InPlaceInput[slot];
                if (input < 0)
                    continue;
                // A list overwrites a list, tensor by tensor.
                for (int j = 0; j < call.OutputStarts[slot + 1] - call.OutputStarts[slot]; j++)
                    outputs[call.OutputStarts[slot] + j] = call.Inputs[call.InputStarts[input] + j] ?? outputs[call.OutputStarts[slot] + j];
            }
        }
        call.Outputs = outputs;
        return outputs;
    }

    // Outputs beside the view (shapes kept for the gradient) carry no values.
    private static bool MakeView(OpCall call)
    {
        Tensor input = call.Inputs[call.InputStarts[call.Info.ViewInput]]!;
        TensorMeta meta = call.OutputMetas[call.Info.ViewOutput];
        long offset = call.Op.ViewOffset(input.Meta);
        call.Outputs[call.Info.ViewOutput] = offset >= 0 ? input.View(meta.Shape, offset) : Tensor.Allocate(meta.Shape, meta.DType);
        return offset >= 0;
    }

    private static void NoteOverwritten(OpCall call)
    {
        foreach (Tensor output in call.Outputs)
        {
            if (output is not null && Array.IndexOf(call.Inputs, output) >= 0)
                output.BumpVersion();
        }
    }

    private static bool AnySymbolic(Tensor?[] inputs)
    {
        foreach (Tensor? input in inputs)
        {
            if (input is not null && input.IsSymbolic)
                return true;
        }
        return false;
    }

    private static void PassLod(Tensor?[] inputs, Tensor[] outputs)
    {
        Tensor? source = null;
        foreach (Tensor? input in inputs)
        {
            if (input?.Lod is not null)
            {
                source = input;
                break;
            }
        }
        if (source is null)
            return;
        foreach (Tensor output in outputs)
        {
            if (output is { Shape.Rank: > 0 } && output.Shape[0] == source.Shape[0])
                output.Lod ??= source.Lod;
        }
    }

    private static bool NeedsGradient(Tensor?[] inputs)
    {
        foreach (Tensor? input in inputs)
        {
            if (input is not null && !input.StopGradient)
                return true;
        }
        return false;
    }
}
