namespace Trireme;

/// <summary>Everything that Paddle has at the top of its module: <c>paddle.f(x)</c> is <c>Paddle.F(x)</c>, and <c>x.F()</c> where it begins with a tensor.</summary>
public static partial class Paddle
{
}
