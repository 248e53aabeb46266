using Trireme.Random;

namespace Trireme.NN.Initializers;

/// <summary>What initializers without an operator of their own share.</summary>
internal static class RandomFill
{
    public static double[] Normal(long count, double mean, double std)
    {
        RandomStream stream = Generator.Default.Next();
        var values = new double[count];
        for (int i = 0; i < values.Length; i++)
        {
            // Box and Muller 1958; one block of bits gives both uniform numbers.
            (uint a, uint b, uint c, uint d) = stream.Block(i);
            double radius = Math.Sqrt(-2 * Math.Log(1 - RandomStream.ToDouble(a, b)));
            values[i] = mean + (std * radius * Math.Cos(2 * Math.PI * RandomStream.ToDouble(c, d)));
        }
        return values;
    }

    public static void Store(Tensor tensor, double[] values)
    {
        Tensor wide = Tensor.From<double>(values, tensor.Shape);
        tensor.SetValue(tensor.DType == DType.Float64 ? wide : wide.Cast(tensor.DType));
    }
}
