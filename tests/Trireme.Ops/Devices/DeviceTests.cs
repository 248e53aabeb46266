using Trireme.Random;

namespace Trireme.Tests.Ops.Devices;

public sealed class DeviceTests
{
    [Fact]
    public void The_cpu_is_there()
    {
        Assert.Equal("Place(cpu)", Paddle.SetDevice("cpu").ToString());
        Assert.Equal("cpu", Paddle.GetDevice());
    }

    [Theory]
    [InlineData("gpu:0", "since Trireme is not compiled with CUDA")]
    [InlineData("xpu", "since Trireme is not compiled with XPU")]
    [InlineData("toaster", "is not the name of a device")]
    public void Other_devices_are_refused(string device, string reason)
        => Assert.Contains(reason, Assert.Throws<InvalidArgumentException>(() => Paddle.SetDevice(device)).Message);

    [Fact]
    public void A_random_sequence_continues_where_it_was_left()
    {
        // A generator of this test's own: others draw from the process's at the same time.
        using Generator.Override mine = new Generator(7).UseOnThisThread();
        Paddle.Rand([3]);
        RandomState[] state = Paddle.GetRngState();
        float[] first = Paddle.Rand([5]).ToArray<float>();
        Paddle.SetRngState(state);
        Assert.Equal(first, Paddle.Rand([5]).ToArray<float>());
    }
}
