namespace Trireme.Cpu.Convolution;

/// <summary>
/// Convolution as one product of the filters with the patches of all images side by side. It fills whole tiles where planes are too small for
/// any of them, and with one tap a channel the patches are the input itself.
/// </summary>
internal static unsafe class ProductConvolution
{
    // Laying a panel of patches out takes some thirty steps a row, its use two a filter.
    private const int ManyFilters = 128;

    // Fewer rows than a tile, or sums of fewer steps, leave the tile's registers unused.
    private const int FewestRows = 14, FewestSteps = 16;

    public static bool HandlesForward(in ConvShape s)
        => s.Groups == 1 && s.Taps <= PatchPanels.MaxTaps && s.Depth >= FewestSteps && s.M >= (s.IsPointwise ? FewestRows : ManyFilters);

    public static bool HandlesInput(in ConvShape s) => s.Groups == 1 && s.IsPointwise && s.M >= FewestSteps && s.C >= FewestRows;

    public static void Forward(in ConvShape s, float* x, float* filter, in ConvEpilogue<float> epilogue, float* y)
        => Gemm.Run(
            false, s.M, checked(s.N * s.OutPlane), s.Depth, filter, s.Depth, new PatchPanels(s, x), y, s.OutPlane, s.OutPlane, (long)s.M * s.OutPlane,
            new GemmEpilogue<float>(epilogue.Bias, null, epilogue.Relu) { RowScale = epilogue.Scale, Residual = epilogue.Residual, AtMostSix = epilogue.AtMostSix });

    public static void BackwardInput(in ConvShape s, float* dy, float* filter, float* bias, float* dx, bool relu)
        => Gemm.Run(
            true, s.C, checked(s.N * s.Plane), s.M, filter, s.C, new PatchPanels(s with { C = s.M, M = s.C }, dy), dx, s.Plane, s.Plane, (long)s.C * s.Plane,
            new GemmEpilogue<float>(bias, null, relu));
}
