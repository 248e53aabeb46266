using Trireme.Autograd;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>The gradients of some outputs with respect to some inputs; no tensor's <see cref="Tensor.Grad"/> changes.</summary>
    /// <param name="outputs">What is differentiated.</param>
    /// <param name="inputs">With respect to what.</param>
    /// <param name="gradOutputs">dLoss/doutput, one an output; ones where null.</param>
    /// <param name="retainGraph">Whether the graph is kept for another gradient; as <paramref name="createGraph"/> where null.</param>
    /// <param name="createGraph">Whether the gradients can be differentiated again.</param>
    /// <param name="onlyInputs">Must be true, as in Paddle.</param>
    /// <param name="allowUnused">Whether an input that the outputs do not depend on gives null rather than an error.</param>
    /// <param name="noGradVars">Tensors through which no gradient flows.</param>
    /// <returns>One gradient an input; null only where <paramref name="allowUnused"/> allows it.</returns>
    /// <exception cref="InvalidArgumentException">An input has no part in the outputs, or the gradients given do not fit.</exception>
    /// <remarks>Mirrors paddle.grad.</remarks>
    public static Tensor?[] Grad(
        IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?>? gradOutputs = null, bool? retainGraph = null,
        bool createGraph = false, bool onlyInputs = true, bool allowUnused = false, IReadOnlyList<Tensor>? noGradVars = null)
    {
        if (!onlyInputs)
            throw new InvalidArgumentException("Grad: onlyInputs is false.", "Only the gradients of the inputs are computed, as in Paddle.", "Use Backward for those of all leaves.");
        if (gradOutputs is not null && gradOutputs.Count != outputs.Count)
            throw new InvalidArgumentException($"Grad: {gradOutputs.Count} gradients were given for {outputs.Count} outputs.");
        Tensor?[] found = BackwardPass.Grad(outputs, inputs, gradOutputs ?? [], retainGraph ?? createGraph, createGraph, noGradVars ?? []);
        for (int i = 0; i < found.Length; i++)
        {
            if (found[i] is null && !allowUnused)
            {
                throw new InvalidArgumentException($"Grad: the outputs do not depend on input {i}, '{inputs[i].Name}' {inputs[i].Shape}.",
                    null, "Leave it out, or pass allowUnused: true to get null for it.");
            }
        }
        return found;
    }

    /// <summary>The gradient of one tensor with respect to another.</summary>
    /// <param name="outputs">What is differentiated.</param>
    /// <param name="inputs">With respect to what.</param>
    /// <param name="gradOutputs">dLoss/doutput; ones where null.</param>
    /// <param name="retainGraph">Whether the graph is kept for another gradient; as <paramref name="createGraph"/> where null.</param>
    /// <param name="createGraph">Whether the gradient can be differentiated again.</param>
    /// <exception cref="InvalidArgumentException">The output does not depend on the input.</exception>
    /// <remarks>Mirrors paddle.grad.</remarks>
    public static Tensor Grad(Tensor outputs, Tensor inputs, Tensor? gradOutputs = null, bool? retainGraph = null, bool createGraph = false)
        => Grad([outputs], [inputs], [gradOutputs], retainGraph, createGraph)[0]!;

    /// <summary>Until the result is disposed, operators on this thread are not recorded for gradients.</summary>
    /// <remarks>Mirrors paddle.no_grad: <c>using (Paddle.NoGrad()) { … }</c>.</remarks>
    public static IDisposable NoGrad() => GradMode.Set(false);

    /// <summary>Until the result is disposed, operators on this thread are recorded for gradients.</summary>
    /// <remarks>Mirrors paddle.enable_grad.</remarks>
    public static IDisposable EnableGrad() => GradMode.Set(true);

    /// <summary>Switches the recording of operators for gradients on this thread on or off, until the result is disposed if it ever is.</summary>
    /// <param name="mode">Whether operators are recorded.</param>
    /// <remarks>Mirrors paddle.set_grad_enabled.</remarks>
    public static IDisposable SetGradEnabled(bool mode) => GradMode.Set(mode);

    /// <summary>Whether operators on this thread are recorded for gradients.</summary>
    /// <remarks>Mirrors paddle.is_grad_enabled.</remarks>
    public static bool IsGradEnabled() => GradMode.IsEnabled;
}
