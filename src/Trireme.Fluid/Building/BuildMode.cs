using Trireme.Static;

namespace Trireme.Fluid;

/// <summary>In the 1.5 API every call builds a program, unless a <see cref="Dygraph.Guard"/> is open on the thread.</summary>
internal static class BuildMode
{
    [ThreadStatic]
    private static int _guards;

    public static bool IsDygraph => _guards > 0;

    /// <summary>Static mode until the result is disposed; eager mode inside a guard.</summary>
    public static Recorder.Mode Enter() => Recorder.Set(on: !IsDygraph);

    public static void Open() => _guards++;

    public static void Close() => _guards--;
}
