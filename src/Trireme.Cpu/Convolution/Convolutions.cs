using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// Convolution and its gradients over contiguous row-major memory. Transposed convolution is <see cref="BackwardInput{T}"/> with the
/// roles named by <see cref="ConvShape"/>: its input gradient is <see cref="Forward{T}"/>, its filter gradient
/// <see cref="BackwardFilter{T}"/> with x and dy exchanged. Results do not depend on the number of threads.
/// </summary>
internal static unsafe class Convolutions
{
    /// <summary>y = x * filter, and what the epilogue makes of it.</summary>
    public static void Forward<T>(in ConvShape shape, T* x, T* filter, in ConvEpilogue<T> epilogue, T* y)
        where T : unmanaged, INumber<T>
    {
        if (shape.N == 0 || shape.M == 0 || shape.OutPlane == 0)
            return;
        if (typeof(T) == typeof(float))
        {
            ForwardSingle(shape, (float*)x, (float*)filter, Unsafe.BitCast<ConvEpilogue<T>, ConvEpilogue<float>>(epilogue), (float*)y);
            return;
        }
        // Bias and rectifier cost nothing while the sums are at hand; of the rest only single precision makes use.
        RowConvolution<T>.Forward(shape, x, filter, epilogue.Inline.Bias, y, epilogue.Inline.Relu);
        epilogue.Run(y, shape.N, shape.M, shape.OutPlane);
    }

    private static void ForwardSingle(in ConvShape shape, float* x, float* filter, in ConvEpilogue<float> epilogue, float* y)
    {
        if (Winograd.Handles(shape))
            Winograd.Forward(shape, x, filter, epilogue, y);
        else if (DepthwiseRows.Handles(shape))
            DepthwiseRows.Forward(shape, x, filter, epilogue, y);
        else if (DepthwiseStrides.Handles(shape))
            DepthwiseStrides.Forward(shape, x, filter, epilogue, y);
        else if (DepthwiseLanes.HandlesForward(shape))
            DepthwiseLanes.Forward(shape, x, filter, epilogue, y);
        else if (ProductConvolution.HandlesForward(shape) && !ChannelConvolution.HandlesForward(shape))
            ProductConvolution.Forward(shape, x, filter, epilogue, y);
        else if (!BatchConvolution.HandlesForward(shape))
            TileConvolution.Forward(shape, x, filter, epilogue, y);
        else
        {
            BatchConvolution.Forward(shape, x, filter, epilogue.Inline.Bias, y, epilogue.Inline.Relu);
            epilogue.Run(y, shape.N, shape.M, shape.OutPlane);
        }
    }

    /// <summary>dx = the gradient of the input, plus bias[c] where <paramref name="bias"/> is not null (transposed convolution).</summary>
    public static void BackwardInput<T>(in ConvShape shape, T* dy, T* filter, T* dx, T* bias = null, bool relu = false)
        where T : unmanaged, INumber<T>
    {
        if (shape.N == 0 || shape.C == 0 || shape.Plane == 0)
            return;
        if (typeof(T) == typeof(float) && Winograd.Handles(shape))
            Winograd.BackwardInput(shape, (float*)dy, (float*)filter, (float*)bias, (float*)dx, relu);
        else if (typeof(T) == typeof(float) && DepthwiseRows.Handles(shape))
            DepthwiseRows.BackwardInput(shape, (float*)dy, (float*)filter, (float*)bias, (float*)dx, relu);
        else if (typeof(T) == typeof(float) && DepthwiseLanes.HandlesInput(shape))
            DepthwiseLanes.BackwardInput(shape, (float*)dy, (float*)filter, (float*)bias, (float*)dx, relu);
        else if (typeof(T) == typeof(float) && bias == null && !relu && SparseGradient.Handles(shape) && SparseGradient.IsSparse((float*)dy, (long)shape.N * shape.M * shape.OutPlane))
            SparseGradient.BackwardInput(shape, (float*)dy, (float*)filter, (float*)dx);
        else if (typeof(T) == typeof(float) && ProductConvolution.HandlesInput(shape))
            ProductConvolution.BackwardInput(shape, (float*)dy, (float*)filter, (float*)bias, (float*)dx, relu);
        else if (typeof(T) == typeof(float) && BatchConvolution.HandlesInput(shape))
            BatchConvolution.BackwardInput(shape, (float*)dy, (float*)filter, (float*)bias, (float*)dx, relu);
        else if (typeof(T) == typeof(float) && PlacedGradient.Handles(shape))
            PlacedGradient.Run(shape, (float*)dy, (float*)filter, (float*)bias, (float*)dx, relu);
        else if (typeof(T) == typeof(float) && FoldedGradient.Handles(shape) && !ChannelConvolution.HandlesInput(shape))
            FoldedGradient.Run(shape, (float*)dy, (float*)filter, (float*)bias, (float*)dx, relu);
        else if (typeof(T) == typeof(float))
            TileConvolution.BackwardInput(shape, (float*)dy, (float*)filter, (float*)bias, (float*)dx, relu);
        else
            RowConvolution<T>.BackwardInput(shape, dy, filter, bias, dx, relu);
    }

    /// <summary>filterGrad = the gradient of the filter, summed over the images.</summary>
    public static void BackwardFilter<T>(in ConvShape shape, T* x, T* dy, T* filterGrad)
        where T : unmanaged, INumber<T>
    {
        if (shape.Products == 0)
        {
            new Span<T>(filterGrad, shape.FilterLength).Clear();
            return;
        }
        if (typeof(T) == typeof(float) && DepthwiseRows.Handles(shape))
            DepthwiseRows.BackwardFilter(shape, (float*)x, (float*)dy, (float*)filterGrad);
        else if (typeof(T) == typeof(float) && DepthwiseLaneGradient.Handles(shape))
            DepthwiseLaneGradient.Run(shape, (float*)x, (float*)dy, (float*)filterGrad);
        else if (typeof(T) == typeof(float) && SparseGradient.Handles(shape) && SparseGradient.IsSparse((float*)dy, (long)shape.N * shape.M * shape.OutPlane))
            SparseGradient.BackwardFilter(shape, (float*)x, (float*)dy, (float*)filterGrad);
        else if (typeof(T) == typeof(float) && BatchConvolution.HandlesFilter(shape))
            BatchFilterGradient.Run(shape, (float*)x, (float*)dy, (float*)filterGrad);
        else if (typeof(T) == typeof(float) && WinogradFilterGradient.Handles(shape))
            WinogradFilterGradient.Run(shape, (float*)x, (float*)dy, (float*)filterGrad);
        else if (typeof(T) == typeof(float) && ProductFilterGradient.Handles(shape))
            ProductFilterGradient.Run(shape, (float*)x, (float*)dy, (float*)filterGrad);
        else if (typeof(T) == typeof(float) && ChannelsLastGradient.Handles(shape))
            ChannelsLastGradient.Run(shape, (float*)x, (float*)dy, (float*)filterGrad);
        else if (typeof(T) == typeof(float))
            FilterGradient.Run(shape, (float*)x, (float*)dy, (float*)filterGrad);
        else
            RowConvolution<T>.BackwardFilter(shape, x, dy, filterGrad);
    }

    /// <summary>biasGrad[channel] = the sum of dy [n, channels, plane] over images and positions.</summary>
    public static void BackwardBias<T>(int n, int channels, int plane, T* dy, T* biasGrad) where T : unmanaged, INumber<T>
        => Workers.For(channels, (long)n * plane, new BiasBody<T> { N = n, Channels = channels, Plane = plane, Dy = dy, BiasGrad = biasGrad });

    private struct BiasBody<T> : IRangeBody where T : unmanaged, INumber<T>
    {
        public int N, Channels, Plane;
        public T* Dy, BiasGrad;

        public readonly void Run(int start, int end)
        {
            for (int channel = start; channel < end; channel++)
            {
                T sum = T.Zero;
                for (int n = 0; n < N; n++)
                    sum += TensorPrimitives.Sum(new ReadOnlySpan<T>(Dy + ((((long)n * Channels) + channel) * Plane), Plane));
                BiasGrad[channel] = sum;
            }
        }
    }
}
