namespace Trireme.Vision.Transforms.Rasters;

/// <summary>What an image came as, and goes back as.</summary>
internal enum PixelLayout
{
    /// <summary>An Image: bytes, channels innermost.</summary>
    Image,

    /// <summary>A tensor of rows and columns.</summary>
    Grey,

    /// <summary>A tensor with the channels innermost.</summary>
    ChannelsLast,

    /// <summary>A tensor of one plane a channel.</summary>
    ChannelsFirst,
}
