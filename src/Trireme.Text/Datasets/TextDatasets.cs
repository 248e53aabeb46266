namespace Trireme.Text;

/// <summary>The data sets of this namespace, for programs that list them.</summary>
/// <remarks>Stands for <c>paddle.text.datasets.__all__</c> of Paddle 2.0.</remarks>
public static class TextDatasets
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        nameof(Conll05st), nameof(Imdb), nameof(Imikolov), nameof(Movielens), nameof(UCIHousing), nameof(WMT14), nameof(WMT16),
    ];
}
