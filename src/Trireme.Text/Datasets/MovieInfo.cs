namespace Trireme.Text;

/// <summary>A film of MovieLens.</summary>
/// <param name="Index">Its number, from 1.</param>
/// <param name="Categories">Its kinds, such as <c>Comedy</c>.</param>
/// <param name="Title">Its title without the year.</param>
/// <remarks>Mirrors paddle.dataset.movielens.MovieInfo.</remarks>
public sealed record MovieInfo(int Index, IReadOnlyList<string> Categories, string Title);
