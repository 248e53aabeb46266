namespace Trireme;

/// <summary>How tensors are printed. Changed by Paddle.SetPrintoptions.</summary>
/// <param name="Precision">Digits behind the point.</param>
/// <param name="Threshold">Tensors with more elements than this are summarized.</param>
/// <param name="EdgeItems">Elements shown at each end of a summarized dimension.</param>
/// <param name="SciMode">Whether floating point numbers are printed as 1.00000000e+00.</param>
/// <param name="LineWidth">Characters in a line.</param>
internal sealed record PrintOptions(int Precision = 8, int Threshold = 1000, int EdgeItems = 3, bool SciMode = false, int LineWidth = 80)
{
    /// <summary>The options in force.</summary>
    public static PrintOptions Current { get; set; } = new();
}
