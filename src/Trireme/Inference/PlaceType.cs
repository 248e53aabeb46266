namespace Trireme.Inference;

/// <summary>Kinds of places where values can be.</summary>
/// <remarks>Mirrors paddle.inference.PlaceType.</remarks>
public enum PlaceType
{
    /// <summary>Not known.</summary>
    Unk = -1,

    /// <summary>The memory of the CPU.</summary>
    Cpu,

    /// <summary>A GPU.</summary>
    Gpu,

    /// <summary>An XPU.</summary>
    Xpu,

    /// <summary>A device that a plug-in knows.</summary>
    Custom,
}
