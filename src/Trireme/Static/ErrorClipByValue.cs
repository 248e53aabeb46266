using Trireme.Operators;

namespace Trireme.Static;

/// <summary>Cuts every element of the gradient that arrives at a variable off at two limits.</summary>
/// <param name="max">The upper limit.</param>
/// <param name="min">The lower limit; −<paramref name="max"/> where null.</param>
/// <remarks>Mirrors fluid.clip.ErrorClipByValue: <c>x.ErrorClip = new ErrorClipByValue(1)</c>, before the gradients are appended.</remarks>
public sealed class ErrorClipByValue(double max, double? min = null) : BaseErrorClipAttr
{
    private readonly ClipOp _limit = (min ?? -max) <= max ? new ClipOp(min ?? -max, max)
        : throw new InvalidArgumentException($"ErrorClipByValue: the limits {min ?? -max} and {max} are not possible.", null,
            "The upper one must not be below the lower one.");

    internal override Op Limit => _limit;
}
