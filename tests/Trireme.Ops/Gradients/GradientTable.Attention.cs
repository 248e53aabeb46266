using Trireme.NN;
using static Trireme.Tests.Ops.Gradients.GradientRow;

namespace Trireme.Tests.Ops.Gradients;

public static partial class GradientTable
{
    // The gradient is one operator; it has no gradient itself.
    public static GradientRow[] Attention =>
    [
        new("attention", x => Functional.ScaledDotProductAttention(x[0], x[1], x[2]), Uniform([2, 3, 2, 4]), Uniform([2, 5, 2, 4], seed: 1), Uniform([2, 5, 2, 3], seed: 2)) { SecondOrder = false },
        new("attention, causal", x => Functional.ScaledDotProductAttention(x[0], x[0], x[1], isCausal: true), Uniform([2, 4, 2, 3]), Uniform([2, 4, 2, 3], seed: 2)) { SecondOrder = false },
        new("attention, mask with a gradient", x => Functional.ScaledDotProductAttention(x[0], x[1], x[2], x[3]),
            Uniform([2, 3, 2, 4]), Uniform([2, 5, 2, 4], seed: 1), Uniform([2, 5, 2, 4], seed: 2), Uniform([2, 1, 5], seed: 3)) { SecondOrder = false },
        new("attention, more positions than a block", x => Functional.ScaledDotProductAttention(x[0], x[1], x[2]),
            Uniform([1, 300, 1, 2]), Uniform([1, 4, 1, 2], seed: 1), Uniform([1, 4, 1, 2], seed: 2)) { SecondOrder = false },
    ];
}
