using Trireme.Fluid.Datasets;
using Trireme.IO;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Fluid.Datasets;

public class ReadersOfDataTests(ITestOutputHelper output)
{
    [Fact]
    public void Houses_come_scaled_and_in_two_parts()
    {
        if (SharedData.Find("data/uci-housing/housing.data", output) is not { } path)
            return;
        Func<IEnumerable<Sample>> train = UciHousing.Train(path);
        Assert.Equal((404, 102), (train().Count(), UciHousing.Test(path)().Count()));
        Assert.Equal((13, 24f), (((float[])train().First()[0]!).Length, ((float[])train().First()[1]!)[0]));
    }

    [Fact]
    public void Digits_are_784_numbers_from_minus_one_to_one()
    {
        if (SharedData.Find("data/mnist", output) is not { } folder)
            return;
        Func<IEnumerable<Sample>> test = Mnist.Test(Path.Combine(folder, "t10k-images-idx3-ubyte.gz"), Path.Combine(folder, "t10k-labels-idx1-ubyte.gz"));
        Sample[] samples = test().Take(100).ToArray();
        Assert.Equal([7L, 2L, 1L, 0L, 4L], samples[..5].Select(s => s[1]));
        float[] pixels = (float[])samples[0][0]!;
        Assert.Equal((784, -1f, 1f), (pixels.Length, pixels.Min(), samples.Max(s => ((float[])s[0]!).Max())));
    }

    [Fact]
    public void Photographs_are_3072_numbers_from_zero_to_one()
    {
        if (SharedData.Find("data/cifar10-slice/cifar-10-python-slice.tar.gz", output) is not { } path)
            return;
        Sample[] samples = Cifar.Test10(cycle: true, path)().Take(501).ToArray();
        Assert.Equal(samples[0][1], samples[500][1]);
        Assert.Equal(3072, ((float[])samples[0][0]!).Length);
        Assert.Equal([59f / 255, 43f / 255, 50f / 255], ((float[])Cifar.Train10(dataFile: path)().First()[0]!)[..3]);
    }
}
