using System.Runtime.CompilerServices;
using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Static;

namespace Trireme.Tests.Optimizers;

public sealed class StaticRatesTests
{
    [Fact]
    public void An_optimizer_does_not_keep_the_programs_it_was_applied_to()
    {
        var rates = new StaticRates();
        var optimizer = new SGD(0.1, parameters: new Linear(1, 1).Parameters());
        WeakReference program = Use(rates, optimizer);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(program.IsAlive);
        GC.KeepAlive(rates);
        GC.KeepAlive(optimizer);
    }

    // A frame of its own: no local of the test keeps the program alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Use(StaticRates rates, Optimizer optimizer)
    {
        var program = new Program();
        using var guard = new ProgramGuard(program, new Program());
        Tensor rate = rates.Tensor(optimizer, program, 1, DType.Float32);
        Assert.Same(rate, rates.Tensor(optimizer, program, 1, DType.Float32));
        Assert.NotSame(rate, rates.Tensor(optimizer, program, 2, DType.Float32));
        program.Capture(rate);
        return new WeakReference(program);
    }
}
