using System.Numerics;
using System.Numerics.Tensors;

namespace Trireme.Cpu.Convolution;

/// <summary>What happens to the sums of a convolution on their way to memory: act(scale · sum + bias + residual).</summary>
/// <param name="bias">One value an output channel, or null.</param>
/// <param name="relu">Whether negative results become zero; NaN stays NaN.</param>
internal readonly unsafe struct ConvEpilogue<T>(T* bias, bool relu = false) where T : unmanaged, INumber<T>
{
    public T* Bias { get; init; } = bias;
    public bool Relu { get; init; } = relu;

    /// <summary>One factor an output channel, or null.</summary>
    public T* Scale { get; init; }

    /// <summary>Where it is not 0, what is added to a result stands so many elements behind it.</summary>
    public nint Residual { get; init; }

    /// <summary>Whether results above six become six; with relu only.</summary>
    public bool AtMostSix { get; init; }

    /// <summary>What kernels that know of bias and rectifier alone do to their sums; for the rest, if there is one, <see cref="Run"/> follows.</summary>
    public ConvEpilogue<T> Inline => IsMoreThanBias ? default : this;

    private bool IsMoreThanBias => Scale != null || Residual != 0 || AtMostSix;

    public ConvEnding Of(int channel) => new()
    {
        Scale = Scale == null ? 1 : float.CreateTruncating(Scale[channel]),
        Bias = Bias == null ? 0 : float.CreateTruncating(Bias[channel]),
        Floor = Relu ? 0 : float.NegativeInfinity,
        Residual = Residual,
        AtMostSix = AtMostSix,
    };

    /// <summary>The same for a convolution whose first output channel is this one.</summary>
    public ConvEpilogue<T> FromChannel(int channel)
        => this with { Bias = Bias == null ? null : Bias + channel, Scale = Scale == null ? null : Scale + channel };

    /// <summary>Does what <see cref="Inline"/> leaves undone to sums that are in memory already: <paramref name="y"/> [images, channels, plane].</summary>
    public void Run(T* y, int images, int channels, int plane)
    {
        if (IsMoreThanBias)
            Workers.For(images * channels, plane, new Body { Epilogue = this, Y = y, Channels = channels, Plane = plane });
    }

    private struct Body : IRangeBody
    {
        public ConvEpilogue<T> Epilogue;
        public T* Y;
        public int Channels, Plane;

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                var values = new Span<T>(Y + ((long)i * Plane), Plane);
                if (Epilogue.Scale != null)
                    TensorPrimitives.Multiply(values, Epilogue.Scale[i % Channels], values);
                if (Epilogue.Bias != null)
                    TensorPrimitives.Add(values, Epilogue.Bias[i % Channels], values);
                if (Epilogue.Residual != 0)
                    TensorPrimitives.Add(values, new ReadOnlySpan<T>(Y + ((long)i * Plane) + Epilogue.Residual, Plane), values);
                if (Epilogue.Relu)
                    TensorPrimitives.Max(values, T.Zero, values);
                if (Epilogue.AtMostSix)
                    TensorPrimitives.Min(values, T.CreateTruncating(6), values);
            }
        }
    }
}

/// <summary>What <see cref="ConvEpilogue{T}"/> says of one channel.</summary>
internal struct ConvEnding
{
    public float Scale, Bias, Floor;
    public nint Residual;
    public bool AtMostSix;
}
