using Trireme.Operators;
using static Trireme.Tests.Ops.Gradients.GradientRow;

namespace Trireme.Tests.Ops.Gradients;

public static partial class GradientTable
{
    public static GradientRow[] ControlFlow => [new("increment", x => new IncrementOp(2.5f).Apply(x[0]), Uniform([2, 3]))];
}
