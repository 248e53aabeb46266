using Trireme.Random;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>Chooses the device for tensors made from now on; see <see cref="Device.SetDevice"/>.</summary>
    /// <param name="device"><c>cpu</c>.</param>
    /// <returns>The device's place.</returns>
    /// <exception cref="InvalidArgumentException">The device is none that this build runs on.</exception>
    /// <remarks>Mirrors paddle.set_device.</remarks>
    public static Place SetDevice(string device) => Device.SetDevice(device);

    /// <summary>The CPU, where tensors lie.</summary>
    /// <remarks>Mirrors paddle.CPUPlace.</remarks>
    public static Place CPUPlace() => Place.Cpu;

    /// <summary>The device that was chosen: <c>cpu</c>.</summary>
    /// <remarks>Mirrors paddle.get_device.</remarks>
    public static string GetDevice() => Device.GetDevice();

    /// <summary>Whether this build can use NVIDIA GPUs: no.</summary>
    /// <remarks>Mirrors paddle.is_compiled_with_cuda.</remarks>
    public static bool IsCompiledWithCuda() => Device.IsCompiledWithCuda();

    /// <summary>Whether this build has the CINN compiler: no, programs are compiled by its own.</summary>
    /// <remarks>Mirrors paddle.is_compiled_with_cinn.</remarks>
    public static bool IsCompiledWithCinn() => false;

    /// <summary>Whether this build can use a plugged-in kind of device: no.</summary>
    /// <param name="deviceType">The kind.</param>
    /// <remarks>Mirrors paddle.is_compiled_with_custom_device.</remarks>
    public static bool IsCompiledWithCustomDevice(string deviceType) => false;

    /// <summary>Whether this build can use IPUs: no.</summary>
    /// <remarks>Mirrors paddle.is_compiled_with_ipu.</remarks>
    public static bool IsCompiledWithIpu() => false;

    /// <summary>Whether this build can use AMD GPUs: no.</summary>
    /// <remarks>Mirrors paddle.is_compiled_with_rocm.</remarks>
    public static bool IsCompiledWithRocm() => false;

    /// <summary>Whether this build can use XPUs: no.</summary>
    /// <remarks>Mirrors paddle.is_compiled_with_xpu.</remarks>
    public static bool IsCompiledWithXpu() => false;

    /// <summary>Where the default generator stands in its sequence.</summary>
    /// <param name="device">Kept for Paddle's signature.</param>
    /// <returns>One state; setting it again continues the sequence exactly.</returns>
    /// <remarks>Mirrors paddle.get_rng_state.</remarks>
    public static RandomState[] GetRngState(string? device = null) => [Generator.Default.State];

    /// <summary>Puts the default generator to a place in its sequence.</summary>
    /// <param name="stateList">What <see cref="GetRngState"/> returned.</param>
    /// <param name="device">Kept for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">There is not exactly one state.</exception>
    /// <remarks>Mirrors paddle.set_rng_state.</remarks>
    public static void SetRngState(IReadOnlyList<RandomState> stateList, string? device = null)
        => Generator.Default.State = stateList.Count == 1 ? stateList[0]
            : throw new InvalidArgumentException($"set_rng_state: {stateList.Count} states were given.", "This build has one generator.", "Pass what GetRngState returned.");
}
