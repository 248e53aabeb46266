using Trireme.Compiler.Capture;
using Trireme.Operators;

namespace Trireme.Compiler.Passes;

/// <summary>Says operators as formulas where they are ones, and numbers that never change as parts of them, so that they can be joined to others.</summary>
internal static class Formulas
{
    public static void Run(Graph graph)
    {
        for (int i = 0; i < graph.Steps.Count; i++)
        {
            GraphStep step = graph.Steps[i];
            if (step.Op is ScaleOp scale && step.Inputs.Length == 2 && step.Inputs[1] is null && step.Inputs[0]!.Meta.DType.IsFloating)
                step = graph.Steps[i] = new GraphStep(new ExprOp(Of(scale)), [step.Inputs[0]], [0, 1], step.Outputs, [0, 1]);
            if (step.IsElementwise && step.Inputs.Any(IsNumber) && !step.Inputs.All(IsNumber))
                graph.Steps[i] = WithNumbers(step);
        }
    }

    private static Expr Of(ScaleOp op)
    {
        Expr x = Expr.Input(0);
        return op.BiasAfterScale ? (x * op.Scale) + op.Bias : (x + op.Bias) * op.Scale;
    }

    // A constant stretches to any shape, so the other inputs alone must have the result's.
    private static bool IsNumber(GraphValue? value)
        => value is { Bound: { Persistable: false } bound } && bound.Size == 1 && (bound.DType == DType.Float32 || bound.DType == DType.Float64);

    private static GraphStep WithNumbers(GraphStep step)
    {
        GraphValue?[] left = step.Inputs.Where(v => !IsNumber(v)).ToArray();
        if (Broadcast(left) != step.Outputs[0]!.Meta.Shape)
            return step;
        var operands = new Expr[step.Inputs.Length];
        for (int i = 0, next = 0; i < operands.Length; i++)
            operands[i] = IsNumber(step.Inputs[i]) ? Expr.Constant(step.Inputs[i]!.Bound!.Item()) : Expr.Input(next++);
        Expr formula = ((ElementwiseOp)step.Op).Formula.Substitute(operands);
        // What a formula no longer reads is no input of it any more; one input must be left to give the shape.
        return formula.InputsRead().Count != left.Length || step.Outputs[0]!.Meta.DType != left[0]!.Meta.DType
            ? step : new GraphStep(new ExprOp(formula), left, [0, left.Length], step.Outputs, [0, 1]);
    }

    private static Shape? Broadcast(GraphValue?[] values)
    {
        Shape? shape = values[0]!.Meta.Shape;
        foreach (GraphValue? value in values)
            shape = shape is { } known ? Shape.Broadcast(known, value!.Meta.Shape) : null;
        return shape;
    }
}
