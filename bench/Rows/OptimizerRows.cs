using Trireme.NN;
using Trireme.Optimizers;

namespace Trireme.Bench.Rows;

/// <summary>An optimizer's step over many parameters.</summary>
internal static class OptimizerRows
{
    private const int Tensors = 50;

    public static IEnumerable<Row> All()
    {
        yield return Of("Adam step over 25 M parameters in 50 tensors", [500, 1000]);
        yield return Of("Adam step over 25,000 parameters in 50 tensors", [500]);
    }

    private static Row Of(string name, Shape each) => new("optimizers", name, "adam", () =>
    {
        Shape all = [Tensors, .. each.ToArray()];
        Tensor values = Values.Uniform(all, seed: 1), grads = Values.Uniform(all, seed: 2);
        var owner = new ParameterList();
        for (int i = 0; i < Tensors; i++)
        {
            Parameter parameter = owner.CreateParameter(each);
            parameter.SetValue(values[i]);
            parameter.Grad = grads[i];
            owner.Append(parameter);
        }
        var optimizer = new Adam(0.001, parameters: owner.ToArray());
        return new Case(optimizer.Step, new() { ["p"] = values, ["g"] = grads }, () =>
        {
            optimizer.Step();
            return new() { ["p"] = Paddle.Stack([.. owner]).Detach() };
        });
    })
    { Work = 1e-6 * Tensors * each.Numel, WorkUnit = "M parameters/s" };
}
