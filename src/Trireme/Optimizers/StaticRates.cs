using Trireme.Programs;
using Trireme.Static;

namespace Trireme.Optimizers;

/// <summary>The learning rates of an optimizer in programs: a variable that is set before each run, and its multiples.</summary>
internal sealed class StaticRates
{
    private readonly Dictionary<(Program, double, DType), Tensor> _rates = [];

    public Tensor Tensor(Optimizer optimizer, Program program, double factor, DType dtype)
    {
        if (_rates.TryGetValue((program, factor, dtype), out Tensor? known))
            return known;
        if (factor != 1)
            return _rates[(program, factor, dtype)] = Tensor(optimizer, program, 1, dtype).Scale(factor);
        if (optimizer.RateVariable is { } given)
            return _rates[(program, 1, dtype)] = given.DType == dtype ? given : given.Cast(dtype);
        Tensor rate;
        using (Recorder.Suspend())
            rate = Paddle.Full([1], optimizer.GetLr(), dtype);
        rate.Persistable = true;
        rate.Name = UniqueName.Generate("learning_rate");
        StartupValue.Note(rate, optimizer.GetLr());
        program.OnRun(scope => scope.Var(rate.Name).Set(Paddle.Full([1], optimizer.GetLr(), dtype)));
        return _rates[(program, 1, dtype)] = rate;
    }
}
