namespace Trireme;

/// <summary>The floating point type of what is made without a type: float32 until changed.</summary>
internal static class DefaultDType
{
    public static DType Current { get; private set; } = DType.Float32;

    public static void Set(DType dtype)
    {
        if (!dtype.IsFloating)
            throw new InvalidArgumentException($"SetDefaultDtype: {dtype} is no floating point type.", null, "Use float16, bfloat16, float32 or float64.");
        Current = dtype;
    }
}
