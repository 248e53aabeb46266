namespace Trireme.Static;

/// <summary>How the gradients of several places are put together.</summary>
/// <remarks>Mirrors BuildStrategy.GradientScaleStrategy.</remarks>
public enum GradientScaleStrategy
{
    /// <summary>Their mean.</summary>
    CoeffNumDevice,

    /// <summary>Their sum.</summary>
    One,
}
