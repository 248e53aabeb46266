namespace Trireme.Vision.Transforms.Rasters;

/// <summary>What a border is made of.</summary>
internal enum PaddingMode
{
    /// <summary>One colour.</summary>
    Constant,

    /// <summary>The outermost pixel.</summary>
    Edge,

    /// <summary>The image mirrored, without the outermost pixel.</summary>
    Reflect,

    /// <summary>The image mirrored, with the outermost pixel.</summary>
    Symmetric,
}
