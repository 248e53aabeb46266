using System.Runtime.CompilerServices;
using Trireme.Programs;
using Trireme.Static;

namespace Trireme.Optimizers;

/// <summary>The learning rates of an optimizer in programs: variables that are set before each run, one for each multiple that parameters ask for.</summary>
internal sealed class StaticRates
{
    // Programs go when nobody runs them any more: an optimizer lives longer than many of those it was applied to.
    private readonly ConditionalWeakTable<Program, Dictionary<(double Factor, DType DType), Tensor>> _rates = [];

    public Tensor Tensor(Optimizer optimizer, Program program, double factor, DType dtype)
    {
        Dictionary<(double Factor, DType DType), Tensor> rates = _rates.GetValue(program, static _ => []);
        if (rates.TryGetValue((factor, dtype), out Tensor? known))
            return known;
        if (optimizer.RateVariable is { } given)
        {
            Tensor computed = given.DType == dtype ? given : given.Cast(dtype);
            return rates[(factor, dtype)] = factor == 1 ? computed : computed.Scale(factor);
        }
        Tensor rate;
        using (Recorder.Suspend())
            rate = Paddle.Full([1], optimizer.GetLr() * factor, dtype);
        rate.Persistable = true;
        rate.Name = UniqueName.Generate("learning_rate");
        StartupValue.Note(rate, optimizer.GetLr() * factor);
        // A multiple is rounded once, as in an eager step: a product of two rounded numbers would differ from it.
        program.OnRun(scope => scope.Var(rate.Name).Set(Paddle.Full([1], optimizer.GetLr() * factor, dtype)));
        return rates[(factor, dtype)] = rate;
    }
}
