using Trireme.Operators;

namespace Trireme.Autograd;

/// <summary>The recorded run of an operator: what its gradient may read, and nothing else.</summary>
internal sealed class OpGradNode : GradNode
{
    private readonly int[] _inputStarts, _outputStarts;
    private readonly TensorMeta[] _inputMetas, _outputMetas;
    private SavedTensor[] _inputs, _outputs;

    private OpGradNode(OpCall call, GradEdge[] edges)
        : base(edges, call.Outputs.Length)
    {
        Op = call.Op;
        _inputStarts = call.InputStarts;
        _outputStarts = call.OutputStarts;
        _inputMetas = Array.ConvertAll(call.Inputs, t => t is null ? default : t.Meta);
        _outputMetas = Array.ConvertAll(call.Outputs, t => t is null ? default : t.Meta);
        _inputs = call.Info.SavesInputs ? Keep(call.Inputs, call.Info.InputSlots, _inputStarts) : [];
        _outputs = [];
    }

    // A replayed run knows its inputs and outputs, and differentiates with respect to all of them.
    private OpGradNode(Op op, Tensor?[] inputs, int[] inputStarts, bool[] needs, Tensor?[] outputs, int[] outputStarts, TensorMeta[] outputMetas)
        : base(inputs.Select((t, i) => needs[i] ? new GradEdge(null, 0, t) : default).ToArray(), outputs.Length)
    {
        Op = op;
        (_inputStarts, _outputStarts) = (inputStarts, outputStarts);
        _inputMetas = Array.ConvertAll(inputs, t => t is null ? default : t.Meta);
        _outputMetas = outputMetas;
        _inputs = Keep(inputs, op.Info.InputSlots, inputStarts);
        _outputs = Keep(outputs, op.Info.OutputSlots, outputStarts);
    }

    public Op Op { get; }

    public override string Name => Op.Info.Type;

    public override bool RunsOnlyOperators => true;

    public TensorMeta[] InputMetas => _inputMetas;

    public TensorMeta[] OutputMetas => _outputMetas;

    public int[] InputStarts => _inputStarts;

    public int[] OutputStarts => _outputStarts;

    public static void Record(OpCall call)
    {
        Tensor?[] inputs = call.Inputs;
        var edges = new GradEdge[inputs.Length];
        bool needed = false;
        for (int i = 0; i < edges.Length; i++)
        {
            edges[i] = GradEdge.Of(inputs[i]);
            needed |= edges[i].IsNeeded;
        }
        if (!needed)
            return;
        var node = new OpGradNode(call, edges);
        for (int i = 0; i < call.Outputs.Length; i++)
        {
            Tensor output = call.Outputs[i];
            if (output is not null && output.DType.IsFloating && !(call.Info.HasInPlace && Array.IndexOf(inputs, output) >= 0))
                output.SetProducer(node, i);
        }
        // Outputs are kept after they know their producer: what the gradient reads is part of the graph, for second derivatives.
        if (call.Info.SavesOutputs)
            node._outputs = Keep(call.Outputs, call.Info.OutputSlots, call.OutputStarts);
    }

    /// <summary>The gradients of an operator's inputs from its inputs, its outputs and their gradients, without its having been recorded.</summary>
    public static Tensor?[] Replay(Op op, Tensor?[] inputs, int[] inputStarts, bool[] needs, Tensor?[] outputs, int[] outputStarts, Tensor?[] outputGrads)
    {
        var metas = new TensorMeta[outputs.Length];
        for (int i = 0; i < metas.Length; i++)
            metas[i] = (outputs[i] ?? outputGrads[i])?.Meta ?? default;
        return new OpGradNode(op, inputs, inputStarts, needs, outputs, outputStarts, metas).Run(outputGrads);
    }

    public override Tensor?[] Run(Tensor?[] outputGrads)
    {
        if (IsReleased)
        {
            throw new PreconditionNotMetException($"{Name}: the graph has been used for a gradient already and was freed.",
                null, "Pass retainGraph: true to the first Backward, or compute the loss again.");
        }
        var context = new GradContext(this, outputGrads);
        Op.Grad(context);
        Tensor?[] grads = context.InputGrads;
        for (int i = 0; i < grads.Length; i++)
        {
            // An input that was stretched to the output's shape receives the sum over the stretch; here, once for all operators.
            if (grads[i] is { } grad && grad.Shape != _inputMetas[i].Shape)
                grads[i] = OperatorServices.Current.SumTo(grad, _inputMetas[i].Shape);
        }
        return grads;
    }

    public Tensor Saved(string slot, int index)
    {
        int i = OpInfo.IndexOf(Op.Info.InputSlots, slot);
        bool isInput = i >= 0 && Op.Info.InputSlots[i].IsSaved;
        if (!isInput)
            i = OpInfo.IndexOf(Op.Info.OutputSlots, slot);
        if (i < 0 || (!isInput && !Op.Info.OutputSlots[i].IsSaved))
        {
            throw new PreconditionNotMetException($"{Name}: its gradient reads {slot}, which is not saved.",
                null, $"Add {slot} to Saves in the [Op] attribute of {Op.GetType().Name}.");
        }
        SavedTensor saved = isInput ? _inputs[_inputStarts[i] + index] : _outputs[_outputStarts[i] + index];
        return saved.Tensor is null
            ? throw new PreconditionNotMetException($"{Name}: its gradient reads {slot}, which was not given.")
            : saved.Read(Name, slot);
    }

    protected override void ReleaseSaved()
    {
        // Intermediate outputs were never handed to anyone: they die with the tape.
        for (int i = 0; _outputs.Length > 0 && i < Op.Info.OutputSlots.Length; i++)
        {
            if (!Op.Info.OutputSlots[i].IsIntermediate)
                continue;
            for (int j = _outputStarts[i]; j < _outputStarts[i + 1]; j++)
                _outputs[j].Tensor?.Dispose();
        }
        _inputs = [];
        _outputs = [];
    }

    private static SavedTensor[] Keep(Tensor?[] tensors, Slot[] slots, int[] starts)
    {
        var kept = new SavedTensor[tensors.Length];
        for (int i = 0; i < slots.Length; i++)
        {
            if (!slots[i].IsSaved)
                continue;
            for (int j = starts[i]; j < starts[i + 1]; j++)
            {
                if (tensors[j] is { } tensor)
                    kept[j] = new SavedTensor(tensor);
            }
        }
        return kept;
    }
}
