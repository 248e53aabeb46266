using Trireme.Static;

namespace Trireme.Operators;

/// <summary>Out[I] = X, where Out is a list of tensors that grows as needed.</summary>
[Op("write_to_array", "X, I -> Out")]
public sealed record WriteToArrayOp : ScopeOp
{
    /// <inheritdoc/>
    public override Op Gradient() => new WriteToArrayGradOp();

    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        int index = Truth.Index(run.In("I"), "write_to_array", run.Operator.Input("I")[0]);
        TensorArray array = run.Before("Out") as TensorArray ?? [];
        while (array.Count <= index)
            array.Add(null);
        Tensor x = run.In("X");
        // A parameter will be overwritten; the list keeps the value of now.
        array[index] = x.Persistable ? new AssignOp().Apply(x) : x;
        run.Out("Out", array);
    }
}

/// <summary>X@GRAD = Out@GRAD[I], which is taken out of the list: what was written there before has no share in the result.</summary>
[Op("write_to_array_grad", "X, I, Out@GRAD -> X@GRAD, I@GRAD?", NoGradient = "It is a gradient itself.")]
public sealed record WriteToArrayGradOp : ScopeOp
{
    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        int index = Truth.Index(run.In("I"), "write_to_array_grad", run.Operator.Input("I")[0]);
        Tensor? gradient = null;
        if (run.Find("Out@GRAD") is TensorArray gradients && index < gradients.Count)
            (gradient, gradients[index]) = (gradients[index], null);
        run.Out("X@GRAD", gradient ?? run.In("X").ZerosLike());
    }
}

/// <summary>Out = X[I], where X is a list of tensors.</summary>
[Op("read_from_array", "X, I -> Out")]
public sealed record ReadFromArrayOp : ScopeOp
{
    /// <inheritdoc/>
    public override Op Gradient() => new ReadFromArrayGradOp();

    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        int index = Truth.Index(run.In("I"), "read_from_array", run.Operator.Input("I")[0]);
        var array = run.Find("X") as TensorArray;
        run.Out("Out", array is not null && index < array.Count && array[index] is { } found ? found
            : throw new OutOfRangeException($"read_from_array: '{run.Operator.Input("X")[0]}' has no tensor at {index}.", $"It has {array?.Count ?? 0}.", "Write it first."));
    }
}

/// <summary>X@GRAD = a list with Out@GRAD at I and nothing elsewhere.</summary>
[Op("read_from_array_grad", "X, I, Out@GRAD -> X@GRAD, I@GRAD?", NoGradient = "It is a gradient itself.")]
public sealed record ReadFromArrayGradOp : ScopeOp
{
    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        int index = Truth.Index(run.In("I"), "read_from_array_grad", run.Operator.Input("I")[0]);
        var gradients = new TensorArray(Enumerable.Repeat<Tensor?>(null, Math.Max(index + 1, (run.Find("X") as TensorArray)?.Count ?? 0)));
        gradients[index] = run.Find("Out@GRAD") as Tensor;
        run.Out("X@GRAD", gradients);
    }
}

/// <summary>Out = the number of tensors in a list, int64 [1].</summary>
[Op("lod_array_length", "X -> Out", NoGradient = "Its result is a count.")]
public sealed record LodArrayLengthOp : ScopeOp
{
    /// <inheritdoc/>
    public override void Run(ScopeRun run) => run.Out("Out", Tensor.From<long>([(run.Find("X") as TensorArray)?.Count ?? 0], 1));
}

/// <summary>Out = a list's tensors joined along an axis, or stacked along a new one; OutIndex = their sizes along it.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="UseStack">Whether the tensors are stacked rather than joined.</param>
[Op("tensor_array_to_tensor", "X -> Out, OutIndex?")]
public sealed record TensorArrayToTensorOp(int Axis = 0, bool UseStack = false) : ScopeOp
{
    /// <inheritdoc/>
    public override Op Gradient() => new ScopeGradientOp(this);

    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        Tensor[] parts = run.In<TensorArray>("X").OfType<Tensor>().ToArray();
        if (parts.Length == 0)
            throw new InvalidArgumentException($"tensor_array_to_tensor: the list '{run.Operator.Input("X")[0]}' is empty.", null, "Write tensors to it first.");
        run.Out("Out", UseStack ? Paddle.Stack(parts, Axis) : Paddle.Concat(parts, Axis));
        run.Out("OutIndex", Tensor.From<int>(Array.ConvertAll(parts, p => UseStack ? 1 : p.Shape[Axis]), parts.Length));
    }
}
