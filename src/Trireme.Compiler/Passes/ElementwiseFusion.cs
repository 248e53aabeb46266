using Trireme.Compiler.Capture;
using Trireme.Operators;

namespace Trireme.Compiler.Passes;

/// <summary>Joins element-wise operators that follow one another: their formulas are put into each other, so that memory is read and written once.</summary>
internal static class ElementwiseFusion
{
    // A tile of each input lies in the first cache level while a formula runs.
    private const int MaxInputs = 8;

    public static void Run(Graph graph)
    {
        Dictionary<GraphValue, int> uses = graph.CountUses();
        var producers = new Dictionary<GraphValue, int>(ReferenceEqualityComparer.Instance);
        var writes = new Dictionary<GraphValue, int>(ReferenceEqualityComparer.Instance);
        GraphStep?[] steps = graph.Steps.ToArray();
        for (int i = 0; i < steps.Length; i++)
        {
            while (steps[i]!.IsElementwise && FindProducer(steps, i, uses, producers, writes) is { } found)
            {
                steps[i] = Join(steps[found.Step]!, steps[i]!, found.Value);
                steps[found.Step] = null;
            }
            foreach (GraphValue output in steps[i]!.Outputs.OfType<GraphValue>())
            {
                producers[output] = i;
                writes[output] = i;
            }
        }
        graph.Steps = steps.OfType<GraphStep>().ToList();
    }

    private static (int Step, GraphValue Value)? FindProducer(GraphStep?[] steps, int consumer, Dictionary<GraphValue, int> uses, Dictionary<GraphValue, int> producers, Dictionary<GraphValue, int> writes)
    {
        GraphStep step = steps[consumer]!;
        GraphValue result = step.Outputs[0]!;
        foreach (GraphValue? input in step.Inputs)
        {
            if (input is null || !input.IsTemporary || uses[input] != 1 || input.Meta != result.Meta || !IsPlain(result.Meta.DType) || !producers.TryGetValue(input, out int index))
                continue;
            if (steps[index] is not { IsElementwise: true } producer || producer.Inputs.Concat(step.Inputs).Any(v => v is null || v.Meta.DType != result.Meta.DType))
                continue;
            int inputs = producer.Inputs.Concat(step.Inputs).Distinct(ReferenceEqualityComparer.Instance).Count() - 1;
            // What the first formula reads must still be there where the second one stands.
            bool overwritten = producer.Inputs.Any(v => writes.TryGetValue(v!, out int at) && at > index);
            if (inputs <= MaxInputs && !overwritten)
                return (index, input);
        }
        return null;
    }

    // Half types are rounded after each operator; joined, they would be rounded once.
    private static bool IsPlain(DType dtype) => dtype == DType.Float32 || dtype == DType.Float64;

    private static GraphStep Join(GraphStep producer, GraphStep consumer, GraphValue between)
    {
        List<GraphValue> inputs = [];
        Expr first = Formula(producer, inputs, null, null);
        Expr joined = Formula(consumer, inputs, between, first);
        return new GraphStep(new ExprOp(joined), inputs.ToArray(), [0, inputs.Count], consumer.Outputs, [0, 1]);
    }

    private static Expr Formula(GraphStep step, List<GraphValue> inputs, GraphValue? between, Expr? standsFor)
    {
        var operands = new Expr[step.Inputs.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            GraphValue value = step.Inputs[i]!;
            if (ReferenceEquals(value, between))
            {
                operands[i] = standsFor!;
                continue;
            }
            int index = inputs.FindIndex(v => ReferenceEquals(v, value));
            if (index < 0)
            {
                index = inputs.Count;
                inputs.Add(value);
            }
            operands[i] = Expr.Input(index);
        }
        return ((ElementwiseOp)step.Op).Formula.Substitute(operands);
    }
}
