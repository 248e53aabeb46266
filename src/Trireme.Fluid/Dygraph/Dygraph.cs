using Trireme.Static;

namespace Trireme.Fluid;

/// <summary>fluid.dygraph: operators run at once.</summary>
/// <remarks>
/// Its layers have the arguments of 1.5 and make their parameters when they see their first input; networks of them derive from <see cref="NN.Layer"/>.
/// </remarks>
public static partial class Dygraph
{
    /// <summary>Until the result is disposed, calls on this thread run at once instead of building a program.</summary>
    /// <param name="place">Where tensors lie; the CPU where null.</param>
    /// <remarks>Mirrors fluid.dygraph.guard.</remarks>
    public static IDisposable Guard(Place? place = null) => new EagerGuard();

    /// <summary>A tensor with the values of an array.</summary>
    /// <param name="value">Numbers; the element type stays.</param>
    /// <param name="block">Kept for Paddle's signature: tensors with values are in no block.</param>
    /// <param name="name">The tensor's name, or null.</param>
    /// <param name="dtype">The element type, where it is to be another.</param>
    /// <remarks>Mirrors fluid.dygraph.to_variable.</remarks>
    public static Tensor ToVariable(Array value, Block? block = null, string? name = null, DType? dtype = null)
    {
        using Recorder.Mode eager = Recorder.Suspend();
        Tensor tensor = Paddle.ToTensor(value, dtype);
        if (name is not null)
            tensor.Name = name;
        return tensor;
    }

    /// <summary>Whether calls run at once on this thread: inside <see cref="Guard"/>.</summary>
    /// <remarks>Mirrors fluid.dygraph.enabled.</remarks>
    public static bool Enabled() => BuildMode.IsDygraph;

    /// <summary>A function whose calls are not recorded for gradients.</summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TOut">What it returns.</typeparam>
    /// <param name="func">The function.</param>
    /// <remarks>Mirrors fluid.dygraph.no_grad, a decorator.</remarks>
    public static Func<TIn, TOut> NoGrad<TIn, TOut>(Func<TIn, TOut> func)
    {
        ArgumentNullException.ThrowIfNull(func);
        return input =>
        {
            using IDisposable none = Paddle.NoGrad();
            return func(input);
        };
    }

    private sealed class EagerGuard : IDisposable
    {
        private readonly Recorder.Mode _before;
        private bool _disposed;

        public EagerGuard()
        {
            BuildMode.Open();
            _before = Recorder.Suspend();
        }

        public void Dispose()
        {
            if (_disposed)
                return;
            _disposed = true;
            BuildMode.Close();
            _before.Dispose();
        }
    }
}
