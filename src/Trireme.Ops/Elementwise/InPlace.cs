using Trireme.Autograd;
using Trireme.Operators;
using Trireme.Static;

namespace Trireme;

/// <summary>What every function whose name ends in an underscore does.</summary>
internal static class InPlace
{
    /// <summary>The same for a function of two tensors, which may be one and the same.</summary>
    public static Tensor Run(Tensor x, Tensor y, Func<Tensor, Tensor, Tensor> compute)
        => Run(x, before => compute(before, ReferenceEquals(x, y) ? before : y), y);

    /// <summary>Overwrites x with a function of itself, and lets it take over the result's place in the graph.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="compute">The function; it receives x as it was.</param>
    /// <param name="other">Another tensor the function reads, whose gradient may need x as it was.</param>
    /// <exception cref="PreconditionNotMetException">x is a leaf whose gradient is wanted.</exception>
    /// <exception cref="InvalidArgumentException">The result's shape or element type is not x's.</exception>
    public static Tensor Run(Tensor x, Func<Tensor, Tensor> compute, Tensor? other = null)
    {
        if (x is Variable variable)
        {
            // In a program the name goes on: whoever reads the variable from here on reads the result.
            Tensor changed = compute(variable.Latest);
            var after = (Variable)(changed.DType == x.DType ? changed : changed.Cast(x.DType));
            Overwrite(variable.Latest, after);
            return variable.Latest;
        }
        if (GradMode.IsEnabled && x is { StopGradient: false, IsLeaf: true })
        {
            throw new PreconditionNotMetException($"'{x.Name}' cannot be changed in place.", "It is a leaf that collects a gradient (StopGradient is false).",
                "Use the form without the trailing underscore, or change it under Paddle.NoGrad().");
        }
        // A gradient that reads the old values must find them: they are kept aside only where one will be recorded.
        bool recorded = GradMode.IsEnabled && (!x.StopGradient || other is { StopGradient: false });
        Tensor before = recorded ? x.Copy() : x.View(x.Shape);
        before.TakeHistory(x);
        Tensor result = compute(before);
        // Comparisons leave 1 and 0 in the tensor's own type.
        if (result.DType.Kind == DTypeKind.Bool)
            result = result.Cast(x.DType);
        if (result.DType != x.DType || result.Shape != x.Shape)
        {
            throw new InvalidArgumentException("The result of the in-place function does not fit the tensor.",
                $"It is {result.Shape} {result.DType}; the tensor is {x.Shape} {x.DType}.", "Use the form without the trailing underscore.");
        }
        result.RawBytes().CopyTo(x.RawBytes());
        x.BumpVersion();
        if (recorded)
            x.TakeHistory(result);
        GC.KeepAlive(result);
        return x;
    }

    /// <summary>Lets a variable stand for another from here on. A loop's body overwrites a variable from outside itself: the next round reads it.</summary>
    public static void Overwrite(Variable variable, Variable value)
    {
        if (ReferenceEquals(variable.Block, value.Block) && ReferenceEquals(variable.Block, variable.Block.Program.CurrentBlock()))
            variable.Become(value);
        else
            AssignTo(variable, value);
    }

    /// <summary>Appends an operator that gives a variable another one's value.</summary>
    public static void AssignTo(Variable variable, Tensor value)
    {
        Variable source = Recorder.Resolve(variable.Block.Program.CurrentBlock(), new AssignOp().Info, value);
        if (source.DType != variable.DType)
        {
            throw new InvalidArgumentException($"assign: '{variable.Name}' and what it shall receive differ in element type.",
                $"It is {variable.Shape} {variable.DType}; the new value is {source.Shape} {source.DType}.", $"Cast it: Cast(\"{variable.DType}\").");
        }
        // A variable that was made without a shape has that of what is written.
        if (variable.Ndim == 0 && source.Ndim > 0)
            variable.Narrow(source.Shape, variable.DType);
        Recorder.Append(variable.Block.Program.CurrentBlock(), new AssignOp(), [source], [variable]);
        if (!source.StopGradient)
            variable.StopGradient = false;
    }
}
