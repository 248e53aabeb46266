namespace Trireme.Vision.Models;

/// <summary>Numbers of channels that hardware likes.</summary>
internal static class Channels
{
    /// <summary>The multiple of 8 nearest to a number, not more than a tenth below it.</summary>
    public static int Rounded(double channels)
    {
        int rounded = Math.Max(8, (int)(channels + 4) / 8 * 8);
        return rounded < 0.9 * channels ? rounded + 8 : rounded;
    }
}
