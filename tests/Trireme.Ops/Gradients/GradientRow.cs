using Trireme.Autograd;
using Trireme.Operators;

namespace Trireme.Tests.Ops.Gradients;

/// <summary>
/// A differentiable function and a point: checked against finite differences in float64 along one random direction, first and second order.
/// </summary>
/// <param name="Name">What the row is about; unique.</param>
/// <param name="Function">The function; its floating point results count.</param>
/// <param name="Inputs">The point; float64 inputs are differentiated, others are constants.</param>
public sealed record GradientRow(string Name, Func<Tensor[], object> Function, params Tensor[] Inputs)
{
    /// <summary>Whether the gradient is differentiated too.</summary>
    public bool SecondOrder { get; init; } = true;

    /// <summary>Relative error allowed in the first derivative.</summary>
    public double Tolerance { get; init; } = 1e-6;

    public override string ToString() => Name;

    /// <summary>Values in [from, to), always the same for the same shape.</summary>
    public static Tensor Uniform(Shape shape, double from = -1, double to = 1, int seed = 0)
    {
        var random = new System.Random(1000 + seed + (int)shape.Numel);
        var values = new double[shape.Numel];
        for (int i = 0; i < values.Length; i++)
            values[i] = from + ((to - from) * random.NextDouble());
        return Tensor.From<double>(values, shape);
    }

    /// <summary>Values at least 0.05 apart in random order: for functions with kinks where two elements are equal.</summary>
    public static Tensor Distinct(Shape shape, int seed = 0)
    {
        var random = new System.Random(2000 + seed);
        double[] values = Enumerable.Range(0, (int)shape.Numel).Select(i => (i - ((double)shape.Numel / 2)) * 0.1 + 0.03).ToArray();
        random.Shuffle(values);
        return Tensor.From<double>(values, shape);
    }

    public static Tensor Integers(Shape shape, params long[] values) => Tensor.From<long>(values, shape);

    /// <summary>What is wrong, or null; adds every operator type whose gradient ran to <paramref name="seen"/>.</summary>
    public string? Check(ISet<string> seen)
    {
        Tensor[] directions = Inputs.Select((t, i) => t.DType == DType.Float64 ? Uniform(t.Shape, seed: 17 + i) : t).ToArray();
        const double step = 1e-5;
        double numeric = (Loss(Moved(directions, step)) - Loss(Moved(directions, -step))) / (2 * step);
        double analytic = Slope(Moved(directions, 0), directions, seen, createGraph: false, out _);
        if (!Close(analytic, numeric, Tolerance))
            return $"{Name}: first derivative {analytic:R}, finite differences {numeric:R}";
        if (!SecondOrder)
            return null;
        Tensor[] others = Inputs.Select((t, i) => t.DType == DType.Float64 ? Uniform(t.Shape, seed: 91 + i) : t).ToArray();
        double numeric2 = (Slope(Moved(others, step), directions, seen, false, out _) - Slope(Moved(others, -step), directions, seen, false, out _)) / (2 * step);
        Tensor[] point = Moved(others, 0);
        Slope(point, directions, seen, createGraph: true, out Tensor? slope);
        double analytic2 = 0;
        if (slope is { StopGradient: false })
        {
            Collect(slope, seen);
            Tensor?[] grads = BackwardPass.Grad([slope], Differentiated(point), [], false, false);
            analytic2 = Dot(grads, others.Where((_, i) => Inputs[i].DType == DType.Float64).ToArray());
        }
        return Close(analytic2, numeric2, 100 * Tolerance) ? null : $"{Name}: second derivative {analytic2:R}, finite differences {numeric2:R}";
    }

    private static Tensor[] Differentiated(Tensor[] point) => point.Where(t => t.DType == DType.Float64).ToArray();

    private static bool Close(double a, double b, double tolerance) => Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b)));

    private static double Dot(Tensor?[] grads, Tensor[] directions)
        => grads.Zip(directions).Sum(p => p.First is null ? 0 : p.First.ToArray<double>().Zip(p.Second.ToArray<double>()).Sum(q => q.First * q.Second));

    private static void Collect(Tensor result, ISet<string> seen)
    {
        var visited = new HashSet<GradNode>(ReferenceEqualityComparer.Instance);
        var stack = new Stack<GradNode>();
        if (result.Node is not null)
            stack.Push(result.Node);
        while (stack.TryPop(out GradNode? node))
        {
            if (!visited.Add(node))
                continue;
            seen.Add(node.Name);
            foreach (GradEdge edge in node.Edges)
            {
                if (edge.Node is not null)
                    stack.Push(edge.Node);
            }
        }
    }

    private Tensor[] Moved(Tensor[] directions, double step) => Inputs.Select((t, i) =>
    {
        if (t.DType != DType.Float64)
            return t;
        Tensor moved = Tensor.From<double>(t.ToArray<double>().Zip(directions[i].ToArray<double>(), (x, d) => x + (step * d)).ToArray(), t.Shape);
        moved.StopGradient = false;
        return moved;
    }).ToArray();

    private Tensor[] Results(Tensor[] point)
        => Trireme.Tests.Golden.PythonCall.Flatten(Function(point)).Where(t => t.DType == DType.Float64).ToArray();

    private double Loss(Tensor[] point)
        => Results(point).Select((t, i) => t.ToArray<double>().Zip(Uniform(t.Shape, 0.5, 1.5, 50 + i).ToArray<double>()).Sum(p => p.First * p.Second)).Sum();

    // The derivative of the loss along the directions, and the same as a tensor that can be differentiated again.
    private double Slope(Tensor[] point, Tensor[] directions, ISet<string> seen, bool createGraph, out Tensor? slope)
    {
        Tensor[] results = Results(point).Where(t => !t.StopGradient).ToArray();
        slope = null;
        if (results.Length == 0)
            return 0;
        foreach (Tensor result in results)
            Collect(result, seen);
        Tensor?[] weights = results.Select((t, i) => (Tensor?)Uniform(t.Shape, 0.5, 1.5, 50 + i)).ToArray();
        Tensor?[] grads = BackwardPass.Grad(results, Differentiated(point), weights, retainGraph: createGraph, createGraph: createGraph);
        Tensor[] chosen = directions.Where((_, i) => Inputs[i].DType == DType.Float64).ToArray();
        if (createGraph)
        {
            for (int i = 0; i < grads.Length; i++)
            {
                if (grads[i] is { StopGradient: false } grad)
                {
                    Tensor part = OperatorServices.Current.SumTo(new ExprOp(Expr.Input(0) * Expr.Input(1)).ApplyAll(new[] { grad, chosen[i] })[0], default);
                    slope = slope is null ? part : OperatorServices.Current.Add(slope, part);
                }
            }
        }
        return Dot(grads, chosen);
    }
}
