namespace Trireme.Text;

/// <summary>A viewer of MovieLens.</summary>
/// <param name="Index">The viewer's number, from 1.</param>
/// <param name="IsMale">Whether the viewer is a man.</param>
/// <param name="Age">The place of the age group in <see cref="Movielens.AgeTable"/>.</param>
/// <param name="JobId">The number of the occupation, 0 to 20.</param>
/// <remarks>Mirrors paddle.dataset.movielens.UserInfo.</remarks>
public sealed record UserInfo(int Index, bool IsMale, int Age, int JobId);
