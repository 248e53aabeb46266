namespace Trireme;

/// <summary>The functions of paddle.device: where tensors are made and operators run.</summary>
public static class Device
{
    /// <summary>Chooses the device for tensors made from now on.</summary>
    /// <param name="device"><c>cpu</c>.</param>
    /// <returns>The device's place.</returns>
    /// <exception cref="InvalidArgumentException">The device is none that this build runs on.</exception>
    /// <remarks>Mirrors paddle.device.set_device.</remarks>
    public static Place SetDevice(string device)
    {
        if (device == "cpu")
            return Place.Cpu;
        string kind = device.Split(':')[0];
        throw kind is "gpu" or "xpu" or "npu" or "mlu" or "ipu"
            ? new InvalidArgumentException($"set_device: the device should not be '{device}', since Trireme is not compiled with {(kind == "gpu" ? "CUDA" : kind.ToUpperInvariant())}.",
                "This build runs on: cpu.", "Call SetDevice(\"cpu\"), or leave the call out.")
            : new InvalidArgumentException($"set_device: '{device}' is not the name of a device.", "This build runs on: cpu.");
    }

    /// <summary>The device that was chosen: <c>cpu</c>.</summary>
    /// <remarks>Mirrors paddle.device.get_device.</remarks>
    public static string GetDevice() => Place.Cpu.Kind;

    /// <summary>Whether this build can use NVIDIA GPUs: no.</summary>
    /// <remarks>Mirrors paddle.device.is_compiled_with_cuda.</remarks>
    public static bool IsCompiledWithCuda() => false;
}
