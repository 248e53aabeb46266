namespace Trireme.Cpu.Convolution;

/// <summary>
/// Dilated convolutions as plain ones: outputs that stand a dilation apart meet inputs that do, so the input is taken apart into images of every dilation-th
/// row and column ("space to batch"), those are convolved without dilation, and the outputs are put together again. It pays where the plain convolution is
/// <see cref="Winograd"/>'s, which saves more than the copies cost.
/// </summary>
internal static unsafe class DilatedConvolution
{
    // Of so many tiles' outputs one must be wanted: more, and what is saved goes to places nobody asked for.
    private const double MostOutputs = 1.4;

    public static bool Handles(in ConvShape s)
        => s is { StrideH: 1, StrideW: 1 } and not { DilationH: 1, DilationW: 1 } && Winograd.Handles(Plain(s))
            && Winograd.Outputs(Plain(s)) <= MostOutputs * Outputs(s);

    public static void Forward(in ConvShape s, float* x, float* filter, in ConvEpilogue<float> epilogue, float* y)
    {
        ConvShape plain = Plain(s);
        float* inputs = Room(plain, out float* outputs);
        DilationPhases.OfInput(s, plain).Part(x, inputs);
        // What is added to an output is found by where the output stands: that is known at the end only.
        bool residual = epilogue.Residual != 0;
        Winograd.Forward(plain, inputs, filter, residual ? default : epilogue, outputs);
        DilationPhases.OfOutput(s, plain).Join(outputs, y);
        if (residual)
            epilogue.Run(y, s.N, s.M, s.OutPlane);
    }

    public static void BackwardInput(in ConvShape s, float* dy, float* filter, float* bias, float* dx, bool relu)
    {
        ConvShape plain = Plain(s);
        float* inputs = Room(plain, out float* outputs);
        DilationPhases.OfOutput(s, plain).Part(dy, outputs);
        Winograd.BackwardInput(plain, outputs, filter, bias, inputs, relu);
        DilationPhases.OfInput(s, plain).Join(inputs, dx);
    }

    /// <summary>Whether the filter gradient is one that this method makes faster.</summary>
    public static bool HandlesFilter(in ConvShape s) => Handles(s) && WinogradFilterGradient.Handles(Plain(s));

    public static void BackwardFilter(in ConvShape s, float* x, float* dy, float* filterGrad)
    {
        ConvShape plain = Plain(s);
        float* inputs = Room(plain, out float* outputs);
        DilationPhases.OfInput(s, plain).Part(x, inputs);
        DilationPhases.OfOutput(s, plain).Part(dy, outputs);
        WinogradFilterGradient.Run(plain, inputs, outputs, filterGrad);
    }

    /// <summary>The convolution of what is taken apart. Its images are padded: those of one input begin and end at different places of the padding.</summary>
    private static ConvShape Plain(in ConvShape s)
    {
        int rows = (s.OH + s.DilationH - 1) / s.DilationH, columns = (s.OW + s.DilationW - 1) / s.DilationW;
        return s with
        {
            N = checked(s.N * s.DilationH * s.DilationW),
            H = rows + s.KH - 1,
            W = columns + s.KW - 1,
            OH = rows,
            OW = columns,
            PadH = 0,
            PadW = 0,
            DilationH = 1,
            DilationW = 1,
        };
    }

    private static float* Room(in ConvShape plain, out float* outputs)
    {
        long inputs = (long)plain.N * plain.C * plain.Plane;
        float* start = Scratch.Around(inputs + Outputs(plain) + DilationPhases.Overrun);
        outputs = start + inputs;
        return start;
    }

    private static long Outputs(in ConvShape s) => (long)s.N * s.M * s.OutPlane;
}
