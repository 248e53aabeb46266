using Trireme.Autograd;
using Trireme.Operators;

namespace Trireme;

public partial class Tensor
{
    private bool _stopGradient = true;
    private Tensor? _grad;
    private bool _gradIsStale, _gradIsSeen;
    private List<HookHandle>? _leafHooks;

    /// <summary>Whether gradients stop here. True for tensors made from data, false for trainable parameters.</summary>
    /// <remarks>Mirrors paddle.Tensor.stop_gradient. Only floating point tensors have gradients.</remarks>
    public bool StopGradient
    {
        get => _stopGradient;
        set => _stopGradient = value;
    }

    /// <summary>Whether the tensor was made by the user rather than by a recorded operator.</summary>
    public bool IsLeaf => Node is null;

    /// <summary>The gradient that Backward left here, or null.</summary>
    /// <remarks>Mirrors paddle.Tensor.grad.</remarks>
    public Tensor? Grad
    {
        get
        {
            _gradIsSeen = true;
            return GradForUpdate;
        }

        set
        {
            if (value is not null && (value.Shape != Shape || value.DType != DType))
            {
                throw new InvalidArgumentException($"Grad: the gradient does not fit '{Name}'.",
                    $"It is {value.Shape} {value.DType}; the tensor is {Shape} {DType}.");
            }
            (_grad, _gradIsStale, _gradIsSeen) = (value, false, true);
        }
    }

    /// <summary>The gradient for a reader that does not keep it: its memory may be freed when it is cleared.</summary>
    internal Tensor? GradForUpdate
    {
        get
        {
            if (_gradIsStale)
            {
                _gradIsStale = false;
                _grad ??= Allocate(Shape, DType);
                _grad.RawBytes().Clear();
            }
            return _grad;
        }
    }

    /// <summary>The recorded step that made the tensor.</summary>
    internal GradNode? Node { get; private set; }

    /// <summary>Which of that step's outputs it is.</summary>
    internal int OutputIndex { get; private set; }

    /// <summary>How many places of a running backward pass refer to the tensor.</summary>
    internal int BackwardUses { get; set; }

    /// <summary>Whether the backward pass made the tensor and nobody else can have seen it.</summary>
    internal bool IsBackwardOwned { get; set; }

    /// <summary>Computes the gradient of this tensor with respect to every tensor it was computed from, and adds it to their <see cref="Grad"/>.</summary>
    /// <param name="gradTensor">dLoss/dthis; ones where null.</param>
    /// <param name="retainGraph">Whether the graph is kept for another Backward.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="gradTensor"/> has another shape.</exception>
    /// <exception cref="PreconditionNotMetException">The tensor has no history, or a saved value was overwritten.</exception>
    /// <remarks>Mirrors paddle.Tensor.backward.</remarks>
    public void Backward(Tensor? gradTensor = null, bool retainGraph = false)
        => BackwardPass.Run([this], [gradTensor], retainGraph);

    /// <summary>Forgets the gradient.</summary>
    /// <param name="setToZero">Whether it becomes zero rather than absent.</param>
    /// <remarks>Mirrors paddle.Tensor.clear_gradient.</remarks>
    public void ClearGradient(bool setToZero = true)
    {
        // Zeroing is put off: the next backward pass brings other values, and only a reader in between needs to see zeros. What no reader
        // has seen need not even be there: without it the forward pass and the next gradients have room.
        bool mayFree = !_gradIsSeen && _grad is { Storage.IsExclusive: true };
        _gradIsStale = setToZero && (_gradIsStale || _grad is not null);
        if (mayFree)
            _grad!.Dispose();
        if (mayFree || !setToZero)
            _grad = null;
    }

    /// <summary>Forgets the gradient; the same as <see cref="ClearGradient"/> with zeros.</summary>
    public void ClearGrad() => ClearGradient();

    /// <summary>Calls a function with the gradient when Backward has computed it; what it returns replaces the gradient.</summary>
    /// <param name="hook">Receives the gradient; returns another of the same shape, or null to leave it.</param>
    /// <returns>A handle that removes the hook.</returns>
    /// <exception cref="PreconditionNotMetException">The tensor stops gradients.</exception>
    /// <remarks>Mirrors paddle.Tensor.register_hook.</remarks>
    public HookHandle RegisterHook(Func<Tensor, Tensor?> hook)
    {
        if (StopGradient)
            throw new PreconditionNotMetException("RegisterHook: the tensor stops gradients.", "StopGradient is true.", "Set StopGradient = false first.");
        var handle = new HookHandle(hook);
        if (Node is { } node)
            node.AddHook(OutputIndex, handle);
        else
            (_leafHooks ??= []).Add(handle);
        return handle;
    }

    /// <summary>Makes Backward leave a gradient in <see cref="Grad"/> although the tensor is not a leaf.</summary>
    /// <remarks>Mirrors paddle.Tensor.retain_grads.</remarks>
    public void RetainGrads()
    {
        if (!StopGradient && Node is { } node && !node.IsRetained(this))
            node.Retain(OutputIndex, this);
    }

    /// <summary>The same values outside the tape; the memory is shared.</summary>
    /// <remarks>Mirrors paddle.Tensor.detach.</remarks>
    public Tensor Detach() => View(Shape);

    internal bool HasGrad => _grad is not null;

    internal void SetProducer(GradNode node, int index)
    {
        Node = node;
        OutputIndex = index;
        _stopGradient = false;
    }

    /// <summary>Takes over another tensor's history: what an in-place operator does to its argument.</summary>
    internal void TakeHistory(Tensor from)
    {
        Node = from.Node;
        OutputIndex = from.OutputIndex;
        _stopGradient = from._stopGradient;
    }

    /// <summary>A tensor over the same bytes with the same history: the argument as it was before an in-place operator.</summary>
    internal Tensor Alias()
    {
        Tensor alias = View(Shape);
        alias.TakeHistory(this);
        return alias;
    }

    internal Tensor CallLeafHooks(Tensor grad)
    {
        foreach (HookHandle handle in _leafHooks ?? [])
            grad = handle.Call(grad);
        return grad;
    }

    internal bool HasLeafHooks => _leafHooks is not null;

    /// <summary>Adds to the gradient.</summary>
    /// <param name="grad">The gradient that arrived.</param>
    /// <param name="mayKeep">Whether nobody else uses it, so that it need not be copied.</param>
    internal void AccumulateGrad(Tensor grad, bool mayKeep)
    {
        bool differentiable = GradMode.IsEnabled && !grad.StopGradient;
        if (_grad is null)
            (_grad, _gradIsSeen) = (mayKeep || differentiable ? grad : grad.Copy(), !mayKeep && differentiable);
        else if (differentiable)
            (_grad, _gradIsSeen) = (_gradIsStale ? grad : OperatorServices.Current.Add(_grad, grad), true);
        else if (_gradIsStale)
            grad.RawBytes().CopyTo(_grad.RawBytes());
        else
            OperatorServices.Current.AddInPlace(_grad, grad);
        _gradIsStale = false;
        GC.KeepAlive(grad);
    }

    /// <summary>The same values in memory of their own, outside the tape.</summary>
    internal Tensor Copy()
    {
        Tensor copy = Allocate(Shape, DType);
        RawBytes().CopyTo(copy.RawBytes());
        GC.KeepAlive(this);
        return copy;
    }
}
