namespace Trireme.Samples.Tutorials;

/// <summary>Numbers as the tutorials print them.</summary>
internal static class Show
{
    /// <summary>One number as an array of one element, which losses were when the tutorials were written: <c>[0.06991791]</c>.</summary>
    public static string Array(Tensor number) => NumpyText.Of(number.Reshape([1]));
}
