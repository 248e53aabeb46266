using Trireme.Fluid;
using Trireme.Fluid.Datasets;
using Trireme.IO;
using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Random;
using Trireme.Static;
using Trireme.Tests.Shared;
using Xunit.Abstractions;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.Fluid.Training;

public class FitALineTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_program_learns_house_prices_from_a_reader(bool iterable)
    {
        if (SharedData.Find("data/uci-housing/housing.data", output) is not { } path)
            return;
        Func<IEnumerable<List<Sample>>> train = Paddle.Batch(Reader.Shuffle(UciHousing.Train(path), 500), 20);
        Program main = new(), startup = new();
        using var guard = new ProgramGuard(main, startup);
        using var seed = new Generator(1).UseOnThisThread();
        Paddle.EnableStatic();
        try
        {
            Variable x = Trireme.Static.Static.Data("x", [-1, 13], "float32"), y = Trireme.Static.Static.Data("y", [-1, 1], "float32");
            using var reader = new PyReader([x, y], capacity: 4, iterable: iterable);
            reader.DecorateSampleListGenerator(train);
            Tensor loss = F.SquareErrorCost(new Linear(13, 1).Call(x), y).Mean();
            Program test = main.Clone(forTest: true);
            new SGD(learningRate: 0.05).Minimize(loss);
            var executor = new Executor();
            executor.Run(startup);
            float mean = 0;
            for (int epoch = 0; epoch < 30; epoch++)
                mean = iterable ? reader.Select(data => executor.Run(main, data, [loss])[0].Item<float>()).Average() : Read().Average();
            output.WriteLine($"training loss {mean}");
            Assert.InRange(mean, 15, 40);
            if (iterable)
            {
                Dictionary<string, Tensor> all = new DataFeeder([x, y]).Feed(UciHousing.Test(path)());
                Assert.InRange(executor.Run(test, all, [loss])[0].Item<float>(), 5, 40);
            }

            IEnumerable<float> Read()
            {
                reader.Start();
                while (true)
                {
                    float value;
                    try
                    {
                        value = executor.Run(main, fetchList: [loss])[0].Item<float>();
                    }
                    catch (EOFException)
                    {
                        reader.Reset();
                        yield break;
                    }
                    yield return value;
                }
            }
        }
        finally
        {
            Paddle.DisableStatic();
        }
    }
}
