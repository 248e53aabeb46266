using Trireme.Optimizers.LR;

namespace Trireme.Tests.Optimizers.LR;

[Collection("standard output")]
public class ScheduleBehaviourTests
{
    [Fact]
    public void A_verbose_schedule_prints_one_line_per_update_as_Paddle_does()
    {
        string printed = Printed(() =>
        {
            var decay = new ExponentialDecay(0.5, 0.1, verbose: true);
            decay.Step();
            decay.Step(5);
        });
        Assert.Equal("""
            Epoch 0: ExponentialDecay set learning rate to 0.5.
            Epoch 1: ExponentialDecay set learning rate to 0.05.
            Epoch 5: ExponentialDecay set learning rate to 5.000000000000001e-06.

            """, printed);
    }

    [Fact]
    public void A_verbose_plateau_schedule_prints_only_reductions()
    {
        string printed = Printed(() =>
        {
            var plateau = new ReduceOnPlateau(1, factor: 0.5, patience: 1, verbose: true);
            foreach (double metric in (double[])[3, 2, 2, 2, 1])
                plateau.Step(metric);
        });
        Assert.Equal("Epoch 4: ReduceOnPlateau set learning rate to 0.5.\n", printed);
    }

    [Fact]
    public void A_schedule_of_ones_own_may_be_recursive_and_set_its_fields_late()
    {
        var own = new Halving(8, 0.5);
        Assert.Equal(4, own.LastLr);
        own.Step();
        Assert.Equal(2, own.Call());
        Assert.Equal(1, own.LastEpoch);
    }

    [Fact]
    public void Few_steps_still_make_one_cycle()
    {
        for (int steps = 1; steps < 12; steps++)
        {
            foreach (bool threePhase in (bool[])[false, true])
            {
                var cycle = new OneCycleLR(1, steps, phasePct: 0.25, threePhase: threePhase);
                for (int i = 1; i < steps; i++)
                    cycle.Step();
                Assert.Equal(0.0001, cycle.LastLr, 1e-12);
            }
        }
    }

    [Fact]
    public void A_scale_function_is_given_the_cycle_or_the_step()
    {
        List<double> seen = [];
        double Record(double at)
        {
            seen.Add(at);
            return 1;
        }
        var byCycle = new CyclicLR(0, 1, 2, 1, scaleFn: Record);
        var byStep = new CyclicLR(0, 1, 2, 1, scaleFn: Record, scaleMode: "iterations");
        for (int i = 0; i < 3; i++)
            byCycle.Step();
        for (int i = 0; i < 3; i++)
            byStep.Step();
        Assert.Equal([1, 0, 1, 1, 2, 1, 2, 3], seen);
    }

    [Fact]
    public void The_restarts_come_at_the_right_epochs_for_a_long_time()
    {
        var restarts = new CosineAnnealingWarmRestarts(1, 3, 2);
        int[] starts = [0, 3, 9, 21, 45, 93, 3 * ((1 << 20) - 1)];
        foreach (int start in starts)
        {
            restarts.Step(start);
            Assert.Equal(1, restarts.LastLr);
            restarts.Step(start + 1);
            Assert.True(restarts.LastLr < 1);
        }
        restarts.Step(int.MaxValue);
        Assert.InRange(restarts.LastLr, 0, 1);
    }

    private static string Printed(Action work)
    {
        TextWriter console = Console.Out;
        using var text = new StringWriter { NewLine = "\n" };
        try
        {
            Console.SetOut(text);
            work();
        }
        finally
        {
            Console.SetOut(console);
        }
        return text.ToString();
    }

    private sealed class Halving : LRScheduler
    {
        private readonly double factor;

        public Halving(double learningRate, double factor) : base(learningRate) => this.factor = factor;

        public override double GetLr() => LastLr * factor;
    }
}
