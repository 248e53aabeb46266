using System.Globalization;
using Trireme.Formats.Npy;
using Trireme.Formats.Pickle;
using Trireme.Optimizers.LR;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Optimizers.LR;

public class ScheduleStateTests(ITestOutputHelper output)
{
    [Fact]
    public void The_state_in_a_file_that_Paddle_wrote_is_taken_over()
    {
        if (SharedData.Find("data/paddle-files/pickles/momentum-linearwarmup.pdopt", output) is not { } path)
            return;
        var state = (PickleDict)PaddlePickle.ReadState(path).Entries["LR_Scheduler"]!;
        // The inner schedule of that file stood at its final rate after 260 of its steps.
        var warmup = new LinearWarmup(new PiecewiseDecay([200], [0.05, 0.005]), 1000, 0, 0.05);
        warmup.SetStateDict(state);
        Assert.Equal(1260, warmup.LastEpoch);
        Assert.Equal(0.005, warmup.LastLr);
        Assert.Equal(260, ((OrderedDictionary<string, object?>)warmup.StateDict()["LinearWarmup_LR"]!)["last_epoch"]);
        warmup.Step();
        Assert.Equal(1261, warmup.LastEpoch);
        Assert.Equal(0.005, warmup.LastLr);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_state_survives_a_pickle(int protocol)
    {
        var plateau = new ReduceOnPlateau(0.3, patience: 1, cooldown: 3);
        foreach (double metric in (double[])[0.1, 0.2, 0.3, 0.4])
            plateau.Step(metric);
        var warmup = new LinearWarmup(new ExponentialDecay(0.3, 0.9), 4, 0, 0.5);
        for (int i = 0; i < 7; i++)
            warmup.Step();
        foreach ((LRScheduler from, LRScheduler to) in ((LRScheduler, LRScheduler)[])
            [(plateau, new ReduceOnPlateau(0.3, patience: 1, cooldown: 3)), (warmup, new LinearWarmup(new ExponentialDecay(0.3, 0.9), 4, 0, 0.5))])
        {
            using var stream = new MemoryStream();
            PickleFile.Write(stream, from.StateDict(), protocol);
            stream.Position = 0;
            to.SetStateDict((PickleDict)PickleFile.Read(stream)!);
            Assert.Equivalent(from.StateDict(), to.StateDict(), strict: true);
        }
    }

    [Fact]
    public void A_best_metric_may_be_a_numpy_scalar_or_array()
    {
        var plateau = new ReduceOnPlateau(1);
        foreach (object best in (object[])[new NumpyScalar(NumpyArray.Create<float>([0.25f])), NumpyArray.Create<double>([0.25], 1), NumpyArray.Create<float>([0.25f], 1, 1)])
        {
            plateau.SetStateDict(new PickleDict
            {
                ["cooldown_counter"] = 0L,
                ["best"] = best,
                ["num_bad_epochs"] = 0L,
                ["last_epoch"] = 4L,
                ["last_lr"] = 1.0,
                [3L] = "not a name",
            });
            Assert.Equal(0.25, plateau.StateDict()["best"]);
        }
    }

    [Fact]
    public void A_state_has_Paddles_keys_in_Paddles_order()
    {
        var step = new StepDecay(0.5, 3);
        step.Step();
        Assert.Equal(["last_epoch", "last_lr"], step.StateDict().Keys);
        Assert.Equal(1, step.StateDict()["last_epoch"]);
        Assert.Equal(0.5, step.StateDict()["last_lr"]);
        Assert.Equal(["cooldown_counter", "best", "num_bad_epochs", "last_epoch", "last_lr"], new ReduceOnPlateau(1).StateDict().Keys);
        Assert.Null(new ReduceOnPlateau(1).StateDict()["best"]);
        Assert.Equal(["last_epoch", "last_lr"], new LinearWarmup(0.5, 4, 0, 0.5).StateDict().Keys);

        OrderedDictionary<string, object?> nested = new LinearWarmup(new ExponentialDecay(0.3, 0.9), 4, 0, 0.5).StateDict();
        Assert.Equal(["last_epoch", "last_lr", "LinearWarmup_LR"], nested.Keys);
        Assert.Equal(["last_epoch", "last_lr"], ((OrderedDictionary<string, object?>)nested["LinearWarmup_LR"]!).Keys);
    }

    [Fact]
    public void A_state_may_hold_the_number_types_a_pickle_gives()
    {
        var plateau = new ReduceOnPlateau(1);
        plateau.SetDict(new Dictionary<string, object?>
        {
            ["cooldown_counter"] = 2L,
            ["best"] = new float[,] { { 0.25f } },
            ["num_bad_epochs"] = (byte)3,
            ["last_epoch"] = 7.0,
            ["last_lr"] = 0.125f,
        });
        Assert.Equal([2, 0.25, 3, 7, 0.125], plateau.StateDict().Values);
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_whole()
    {
        var warmup = new LinearWarmup(new ExponentialDecay(0.3, 0.9), 4, 0, 0.5);
        warmup.Step();
        OrderedDictionary<string, object?> before = warmup.StateDict();
        void Refused(string message, Dictionary<string, object?> state)
            => Assert.Contains(message, Assert.Throws<InvalidArgumentException>(() => warmup.SetStateDict(state)).Message, StringComparison.Ordinal);

        Refused("no entry 'last_lr'", new() { ["last_epoch"] = 3 });
        Refused("'LinearWarmup_LR'", new() { ["last_epoch"] = 3, ["last_lr"] = 0.1 });
        Refused("no entry 'last_epoch'", new() { ["last_epoch"] = 3, ["last_lr"] = 0.1, ["LinearWarmup_LR"] = new Dictionary<string, object?>() });
        Refused("the string 'x'", new() { ["last_epoch"] = "x", ["last_lr"] = 0.1 });
        Refused("is 0.5.\n  It must be an integer", new() { ["last_epoch"] = 0.5, ["last_lr"] = 0.1 });
        Refused("NaN", new() { ["last_epoch"] = 3, ["last_lr"] = double.NaN });
        Assert.Equal(before.Where(e => e.Key != "LinearWarmup_LR"), warmup.StateDict().Where(e => e.Key != "LinearWarmup_LR"));
    }

    [Fact]
    public void Training_goes_on_after_lastEpoch()
    {
        Assert.Equal(0.5 * 0.9 * 0.9 * 0.9, new ExponentialDecay(0.5, 0.9, lastEpoch: 2).LastLr, 1e-15);
        Assert.Equal(3, new ExponentialDecay(0.5, 0.9, lastEpoch: 2).LastEpoch);
        Assert.Equal(0.5 * 0.9 * 0.9 * 0.9, new MultiplicativeDecay(0.5, _ => 0.9, lastEpoch: 2).LastLr, 1e-15);
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(0.0, "0.0")]
    [InlineData(1.0, "1.0")]
    [InlineData(100.0, "100.0")]
    [InlineData(123456789.0, "123456789.0")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1.5e300, "1.5e+300")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00012345, "0.00012345")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(-1.25e-7, "-1.25e-07")]
    [InlineData(0.05000000000000001, "0.05000000000000001")]
    [InlineData(12.5, "12.5")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Numbers_are_written_as_Python_writes_them(double value, string text) => Assert.Equal(text, PythonNumber.Repr(value));

    [Fact]
    public void Written_numbers_read_back()
    {
        var random = new System.Random(1);
        for (int i = 0; i < 2000; i++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64());
            if (double.IsFinite(value))
                Assert.Equal(value, double.Parse(PythonNumber.Repr(value), CultureInfo.InvariantCulture));
        }
    }
}
