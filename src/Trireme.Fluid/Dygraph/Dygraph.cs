using Trireme.Static;

namespace Trireme.Fluid;

/// <summary>The functions of fluid.dygraph: operators run at once.</summary>
/// <remarks>The layers of dygraph are those of Trireme.NN.</remarks>
public static class Dygraph
{
    /// <summary>Until the result is disposed, calls on this thread run at once instead of building a program.</summary>
    /// <param name="place">Where tensors lie; the CPU where null.</param>
    /// <remarks>Mirrors fluid.dygraph.guard.</remarks>
    public static IDisposable Guard(Place? place = null) => new EagerGuard();

    /// <summary>A tensor with the values of an array.</summary>
    /// <param name="value">Numbers; the element type stays.</param>
    /// <param name="name">The tensor's name, or null.</param>
    /// <param name="dtype">The element type, where it is to be another.</param>
    /// <remarks>Mirrors fluid.dygraph.to_variable.</remarks>
    public static Tensor ToVariable(Array value, string? name = null, DType? dtype = null)
    {
        using Recorder.Mode eager = Recorder.Suspend();
        Tensor tensor = Paddle.ToTensor(value, dtype);
        if (name is not null)
            tensor.Name = name;
        return tensor;
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
