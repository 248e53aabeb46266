namespace Trireme.Cpu.Vision;

/// <summary>Along one axis: which input elements make each output element, and with which weight. The methods differ in nothing else.</summary>
internal sealed class Taps
{
    private Taps(int count, int outputs)
    {
        Count = count;
        Index = new int[count * outputs];
        Weight = new double[count * outputs];
    }

    /// <summary>Input elements of one output element.</summary>
    public int Count { get; }

    /// <summary>Their positions, Count for each output.</summary>
    public int[] Index { get; }

    /// <summary>Their weights.</summary>
    public double[] Weight { get; }

    /// <summary>An axis that is not there.</summary>
    public static Taps Single { get; } = new(1, 1) { Weight = { [0] = 1 } };

    public static Taps Of(string method, int inputs, int outputs, double scale, bool alignCorners, int alignMode)
    {
        double ratio = alignCorners ? (outputs > 1 ? (inputs - 1.0) / (outputs - 1) : 0) : scale > 0 ? 1 / scale : (double)inputs / outputs;
        return method switch
        {
            "nearest" => Nearest(inputs, outputs, ratio, alignCorners),
            "bicubic" => Cubic(inputs, outputs, ratio, alignCorners),
            _ => Linear(inputs, outputs, ratio, halfPixel: !alignCorners && alignMode == 0),
        };
    }

    private static Taps Nearest(int inputs, int outputs, double ratio, bool alignCorners)
    {
        var taps = new Taps(1, outputs);
        for (int i = 0; i < outputs; i++)
        {
            taps.Index[i] = Math.Min(inputs - 1, (int)(alignCorners ? (ratio * i) + 0.5 : (float)(ratio * i)));
            taps.Weight[i] = 1;
        }
        return taps;
    }

    private static Taps Linear(int inputs, int outputs, double ratio, bool halfPixel)
    {
        var taps = new Taps(2, outputs);
        for (int i = 0; i < outputs; i++)
        {
            double at = Math.Max(0, halfPixel ? (ratio * (i + 0.5)) - 0.5 : ratio * i);
            int low = Math.Min((int)at, inputs - 1);
            double part = Math.Min(1, at - low);
            taps.Index[2 * i] = low;
            taps.Index[(2 * i) + 1] = Math.Min(low + 1, inputs - 1);
            taps.Weight[2 * i] = 1 - part;
            taps.Weight[(2 * i) + 1] = part;
        }
        return taps;
    }

    private static Taps Cubic(int inputs, int outputs, double ratio, bool alignCorners)
    {
        var taps = new Taps(4, outputs);
        for (int i = 0; i < outputs; i++)
        {
            double at = alignCorners ? ratio * i : (ratio * (i + 0.5)) - 0.5;
            int low = (int)Math.Floor(at);
            for (int k = 0; k < 4; k++)
            {
                taps.Index[(4 * i) + k] = Math.Clamp(low - 1 + k, 0, inputs - 1);
                taps.Weight[(4 * i) + k] = Convolution(at - (low - 1 + k));
            }
        }
        return taps;
    }

    // Keys' cubic convolution with a = -0.75.
    private static double Convolution(double x)
    {
        const double a = -0.75;
        x = Math.Abs(x);
        return x <= 1 ? ((((a + 2) * x) - (a + 3)) * x * x) + 1 : x < 2 ? ((((((x - 5) * x) + 8) * x) - 4) * a) : 0;
    }
}
