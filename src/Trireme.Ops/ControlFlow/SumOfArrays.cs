using Trireme.Static;

namespace Trireme.Operators;

/// <summary>Out = lists of tensors added one by one; a missing one counts as zero.</summary>
[Op("sum_arrays", "X* -> Out", NoGradient = "It adds gradients.")]
public sealed record SumOfArraysOp : ScopeOp
{
    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        var sum = new TensorArray();
        for (int i = 0; i < run.Operator.Input("X").Count; i++)
        {
            if (run.Find("X", i) is not TensorArray part)
                continue;
            for (int j = 0; j < part.Count; j++)
            {
                if (j == sum.Count)
                    sum.Add(part[j]);
                else if (part[j] is { } tensor)
                    sum[j] = sum[j] is { } before ? before + tensor : tensor;
            }
        }
        run.Out("Out", sum);
    }
}
