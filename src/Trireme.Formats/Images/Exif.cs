using System.Buffers.Binary;

namespace Trireme.Formats.Images;

/// <summary>The one thing read from EXIF: how the camera was held.</summary>
internal static class Exif
{
    private const int OrientationTag = 0x0112, ShortType = 3;

    /// <summary>1 to 8 from the first directory of a TIFF block; 1 where it is absent or unreadable, since the pixels do not depend on it.</summary>
    public static int Orientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
        {
            return 1;
        }
        bool little = tiff[0] == (byte)'I';
        uint directory = U32(tiff, 4);
        if (U16(tiff, 2) != 42 || directory > tiff.Length - 2)
        {
            return 1;
        }
        int entries = U16(tiff, (int)directory);
        for (int i = 0, at = (int)directory + 2; i < entries && at + 12 <= tiff.Length; i++, at += 12)
        {
            if (U16(tiff, at) == OrientationTag)
            {
                int value = U16(tiff, at + 8);
                return U16(tiff, at + 2) == ShortType && value is >= 1 and <= 8 ? value : 1;
            }
        }
        return 1;

        int U16(ReadOnlySpan<byte> from, int at)
            => little ? BinaryPrimitives.ReadUInt16LittleEndian(from[at..]) : BinaryPrimitives.ReadUInt16BigEndian(from[at..]);
        uint U32(ReadOnlySpan<byte> from, int at)
            => little ? BinaryPrimitives.ReadUInt32LittleEndian(from[at..]) : BinaryPrimitives.ReadUInt32BigEndian(from[at..]);
    }
}
