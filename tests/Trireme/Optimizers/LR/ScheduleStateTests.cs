using System.Globalization;
using Trireme.Optimizers.LR;

namespace Trireme.Tests.Optimizers.LR;

public class ScheduleStateTests
{
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
