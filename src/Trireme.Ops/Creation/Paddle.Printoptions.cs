namespace Trireme;

public static partial class Paddle
{
    /// <summary>Changes how tensors are printed; what is left out stays as it is.</summary>
    /// <param name="precision">Digits behind the point; 8 at first.</param>
    /// <param name="threshold">Tensors with more elements than this are summarized; 1000 at first.</param>
    /// <param name="edgeitems">Elements shown at each end of a summarized dimension; 3 at first.</param>
    /// <param name="sciMode">Whether floating point numbers are printed as 1.00000000e+00.</param>
    /// <param name="linewidth">Characters in a line; 80 at first.</param>
    /// <exception cref="InvalidArgumentException">A number is negative, or the precision above 30.</exception>
    /// <remarks>Mirrors paddle.set_printoptions.</remarks>
    public static void SetPrintoptions(int? precision = null, int? threshold = null, int? edgeitems = null, bool? sciMode = null, int? linewidth = null)
    {
        if (precision is < 0 or > 30 || threshold < 0 || edgeitems < 1 || linewidth < 1)
        {
            throw new InvalidArgumentException("SetPrintoptions: a number is outside its range.",
                $"precision {precision} in [0, 30], threshold {threshold} at least 0, edgeitems {edgeitems} and linewidth {linewidth} at least 1.");
        }
        PrintOptions old = PrintOptions.Current;
        PrintOptions.Current = new PrintOptions(precision ?? old.Precision, threshold ?? old.Threshold, edgeitems ?? old.EdgeItems, sciMode ?? old.SciMode, linewidth ?? old.LineWidth);
    }
}
