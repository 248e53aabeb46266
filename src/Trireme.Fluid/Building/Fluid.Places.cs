namespace Trireme.Fluid;

/// <content>Places on GPUs, which this build has none of: asking for one is an error that says so.</content>
public static partial class Fluid
{
    /// <summary>Whether programs can run on NVIDIA GPUs: false.</summary>
    /// <remarks>Mirrors fluid.is_compiled_with_cuda: <c>Fluid.IsCompiledWithCuda() ? Fluid.CUDAPlace(0) : Fluid.CPUPlace()</c> works everywhere.</remarks>
    public static bool IsCompiledWithCuda() => Paddle.IsCompiledWithCuda();

    /// <summary>The number of NVIDIA GPUs that can be used: 0.</summary>
    /// <remarks>Mirrors fluid.core.get_cuda_device_count.</remarks>
    public static int GetCudaDeviceCount() => 0;

    /// <summary>A GPU; there is none in this build.</summary>
    /// <param name="deviceId">Its number.</param>
    /// <exception cref="InvalidArgumentException">Always.</exception>
    /// <remarks>Mirrors fluid.CUDAPlace.</remarks>
    public static Place CUDAPlace(int deviceId) => throw NoGpu($"CUDAPlace({deviceId})");

    /// <summary>Memory of the host that GPUs read; there is none in this build.</summary>
    /// <exception cref="InvalidArgumentException">Always.</exception>
    /// <remarks>Mirrors fluid.CUDAPinnedPlace.</remarks>
    public static Place CUDAPinnedPlace() => throw NoGpu("CUDAPinnedPlace()");

    /// <summary>Several GPUs; there are none in this build.</summary>
    /// <param name="deviceIds">Their numbers; those of CUDA_VISIBLE_DEVICES where null.</param>
    /// <exception cref="InvalidArgumentException">Always.</exception>
    /// <remarks>Mirrors fluid.cuda_places.</remarks>
    public static IReadOnlyList<Place> CudaPlaces(Ints? deviceIds = null) => throw NoGpu($"CudaPlaces({deviceIds})");

    /// <summary>Several memories of the host that GPUs read; there are none in this build.</summary>
    /// <param name="deviceCount">How many.</param>
    /// <exception cref="InvalidArgumentException">Always.</exception>
    /// <remarks>Mirrors fluid.cuda_pinned_places.</remarks>
    public static IReadOnlyList<Place> CudaPinnedPlaces(int? deviceCount = null) => throw NoGpu($"CudaPinnedPlaces({deviceCount})");

    private static InvalidArgumentException NoGpu(string call)
        => new($"{call}: this build runs on the CPU only.", "IsCompiledWithCuda() is false.", "Use CPUPlace() or CpuPlaces().");
}
