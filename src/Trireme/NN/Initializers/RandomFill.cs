using Trireme.Random;

namespace Trireme.NN.Initializers;

/// <summary>Draws the values of initializers; each fill is one draw of the default generator.</summary>
internal static class RandomFill
{
    public static void Uniform(Tensor tensor, double low, double high)
    {
        RandomStream stream = Generator.Default.Next();
        var values = new double[tensor.Size];
        for (int i = 0; i < values.Length; i++)
        {
            (uint a, uint b, _, _) = stream.Block(i);
            values[i] = low + ((high - low) * RandomStream.ToDouble(a, b));
        }
        Store(tensor, values);
    }

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

    /// <summary>A normal distribution cut at two standard deviations: what lies outside is drawn again.</summary>
    public static double[] TruncatedNormal(long count, double mean, double std)
    {
        double[] values = Normal(count, 0, 1);
        int[] outside = Outside(values);
        while (outside.Length > 0)
        {
            double[] again = Normal(outside.Length, 0, 1);
            for (int i = 0; i < outside.Length; i++)
                values[outside[i]] = again[i];
            outside = Outside(values);
        }
        return Array.ConvertAll(values, v => mean + (std * v));
    }

    public static void Store(Tensor tensor, double[] values)
    {
        Tensor wide = Tensor.From<double>(values, tensor.Shape);
        tensor.SetValue(tensor.DType == DType.Float64 ? wide : wide.Cast(tensor.DType));
    }

    private static int[] Outside(double[] values) => Enumerable.Range(0, values.Length).Where(i => Math.Abs(values[i]) > 2).ToArray();
}
