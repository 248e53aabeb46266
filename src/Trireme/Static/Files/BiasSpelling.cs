using Trireme.Operators;
using Trireme.Programs;

namespace Trireme.Static.Files;

/// <summary>
/// Convolutions with a bias as the two operators that Paddle writes: its convolutions leave their slot Bias to one device library and take no notice
/// of it elsewhere. The same for their gradients.
/// </summary>
internal sealed class BiasSpelling
{
    // What the convolution alone computes, by the name of what it computes with its bias.
    private readonly Dictionary<string, string> _products = [];

    /// <summary>Whether an operator is a convolution that adds a bias, or the gradient of one.</summary>
    public static bool Applies(Operator op)
    {
        Op record = op.Record is GradientOp gradient ? gradient.Forward : op.Record;
        return record is Conv2DOp or DepthwiseConv2DOp or Conv3DOp or Conv2DTransposeOp or DepthwiseConv2DTransposeOp or Conv3DTransposeOp && op.InputNamesOf("Bias") is [not null];
    }

    /// <summary>Appends the two operators that stand for one.</summary>
    public void Spell(Block block, Operator op)
    {
        if (op.Record is GradientOp gradient)
            SpellGradient(block, op, gradient);
        else
            SpellForward(block, op);
    }

    private static ElementwiseAddOp Add(Op convolution)
    {
        string format = convolution switch
        {
            ConvOp c => c.DataFormat,
            ConvTransposeOp t => t.DataFormat,
            _ => "",
        };
        return new ElementwiseAddOp(DataLayout.IsLast(format) ? -1 : 1);
    }

    private void SpellForward(Block block, Operator op)
    {
        (string input, string filter, string bias) = (op.InputNamesOf("Input")[0]!, op.InputNamesOf("Filter")[0]!, op.InputNamesOf("Bias")[0]!);
        string output = op.OutputNamesOf("Output")[0]!;
        Variable sum = block.FindVarRecursive(output)!;
        string product = block.CreateVar($"{UniqueName.Generate(op.Type)}.tmp", sum.Shape, sum.DType, stopGradient: sum.StopGradient).Name;
        _products[output] = product;
        Append(block, op, op.Record, [input, filter, null], [product], null);
        Append(block, op, Add(op.Record), [product, bias], [output], null);
    }

    private void SpellGradient(Block block, Operator op, GradientOp gradient)
    {
        (string input, string filter, string bias) = (op.InputNamesOf("Input")[0]!, op.InputNamesOf("Filter")[0]!, op.InputNamesOf("Bias")[0]!);
        string? output = op.InputNamesOf("Output").FirstOrDefault();
        if (output is null || !_products.TryGetValue(output, out string? product))
        {
            block.Append(op);
            return;
        }
        Variable whole = block.FindVarRecursive(product)!;
        string productGrad = product + GradientOp.Suffix;
        if (!block.HasVar(productGrad))
            block.CreateVar(productGrad, whole.Shape, whole.DType);
        string? arrived = op.InputNamesOf("Output" + GradientOp.Suffix).FirstOrDefault(), biasGrad = Gradient("Bias");
        Append(block, op, new GradientOp(Add(gradient.Forward), biasGrad is null ? 1 : default(Ints)), [product, bias, output, arrived], [productGrad, biasGrad], bias);
        Append(block, op, new GradientOp(gradient.Forward, gradient.Unwanted), [input, filter, null, product, productGrad], [Gradient("Input"), Gradient("Filter"), null], filter);

        string? Gradient(string slot) => op.OutputNamesOf(slot + GradientOp.Suffix).FirstOrDefault();
    }

    // Each slot has one place.
    private static void Append(Block block, Operator like, Op record, string?[] inputs, string?[] outputs, string? parameter)
    {
        int at = parameter is null ? -1 : like.RoleVariables.ToList().IndexOf(parameter);
        block.Append(new Operator(block, record, inputs, Starts(inputs), outputs, Starts(outputs))
        {
            Role = like.Role,
            RoleVariables = at < 0 ? [] : [like.RoleVariables[at], like.RoleVariables[at + 1]],
            NameScope = like.NameScope,
        });

        static int[] Starts(string?[] names) => [.. Enumerable.Range(0, names.Length + 1)];
    }
}
