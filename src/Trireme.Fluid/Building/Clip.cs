using System.Runtime.CompilerServices;
using Trireme.NN;
using Trireme.Static;

namespace Trireme.Fluid;

/// <summary>Limits of gradients: fluid.clip.</summary>
public static class Clip
{
    private static readonly ConditionalWeakTable<Program, ClipGradBase> Limits = [];

    /// <summary>The limit of the current program, or null.</summary>
    internal static ClipGradBase? Current => Limits.TryGetValue(Recorder.Main, out ClipGradBase? clip) ? clip : null;

    /// <summary>Limits the norm of all gradients together.</summary>
    /// <param name="clipNorm">The largest norm.</param>
    /// <param name="groupName">A name for the parameters that count together.</param>
    /// <remarks>Mirrors fluid.clip.GradientClipByGlobalNorm.</remarks>
    public static ClipGradByGlobalNorm GradientClipByGlobalNorm(double clipNorm, string groupName = "default_group") => new(clipNorm, groupName);

    /// <summary>Limits the norm of each gradient.</summary>
    /// <param name="clipNorm">The largest norm.</param>
    /// <remarks>Mirrors fluid.clip.GradientClipByNorm.</remarks>
    public static ClipGradByNorm GradientClipByNorm(double clipNorm) => new(clipNorm);

    /// <summary>Limits each element of the gradients.</summary>
    /// <param name="max">The largest value.</param>
    /// <param name="min">The least value; −<paramref name="max"/> where null.</param>
    /// <remarks>Mirrors fluid.clip.GradientClipByValue.</remarks>
    public static ClipGradByValue GradientClipByValue(double max, double? min = null) => new(max, min);

    /// <summary>Limits each element of the gradient that arrives at a variable: <c>x.ErrorClip = Clip.ErrorClipByValue(1)</c>.</summary>
    /// <param name="max">The largest value.</param>
    /// <param name="min">The least value; −<paramref name="max"/> where null.</param>
    /// <exception cref="InvalidArgumentException">The largest value is below the least.</exception>
    /// <remarks>Mirrors fluid.clip.ErrorClipByValue. Set it before the gradients are appended.</remarks>
    public static ErrorClipByValue ErrorClipByValue(double max, double? min = null) => new(max, min);

    /// <summary>Gives a program a limit that optimizers made afterwards obey.</summary>
    /// <param name="clip">The limit.</param>
    /// <param name="program">The program; the current one where null.</param>
    /// <remarks>Mirrors fluid.clip.set_gradient_clip. Call it before the optimizer is made.</remarks>
    public static void SetGradientClip(ClipGradBase clip, Program? program = null) => Limits.AddOrUpdate(program ?? Recorder.Main, clip);
}
