using System.IO.Compression;
using System.Text;

namespace Trireme.Tests.Shared;

/// <summary>MATLAB's files of version 5, written by its description: rows of 16-bit integers in matrices of doubles.</summary>
internal static class MatBytes
{
    private const int Bytes = 1, Shorts = 4, Ints = 5, Words = 6, Matrix = 14, Compressed = 15, DoubleClass = 6;

    public static byte[] Of(bool compressed, params (string Name, int[] Values)[] matrices)
    {
        using var file = new MemoryStream();
        byte[] header = new byte[128];
        Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file").CopyTo(header, 0);
        (header[125], header[126], header[127]) = (1, (byte)'I', (byte)'M');
        file.Write(header);
        foreach ((string name, int[] values) in matrices)
        {
            byte[] body = [.. Element(Words, [.. BitConverter.GetBytes(DoubleClass), 0, 0, 0, 0]),
                .. Element(Ints, [.. BitConverter.GetBytes(1), .. BitConverter.GetBytes(values.Length)]), .. Short(Bytes, Encoding.ASCII.GetBytes(name)),
                .. Element(Shorts, values.SelectMany(v => BitConverter.GetBytes((ushort)v)).ToArray())];
            file.Write(compressed ? Packed(Element(Matrix, body)) : Element(Matrix, body));
        }
        return file.ToArray();
    }

    private static byte[] Element(int type, byte[] body)
        => [.. BitConverter.GetBytes(type), .. BitConverter.GetBytes(body.Length), .. body, .. new byte[(8 - (body.Length % 8)) % 8]];

    // At most four bytes lie in the tag.
    private static byte[] Short(int type, byte[] body)
        => body.Length > 4 ? Element(type, body) : [.. BitConverter.GetBytes(type | (body.Length << 16)), .. body, .. new byte[4 - body.Length]];

    private static byte[] Packed(byte[] element)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(element);
        return [.. BitConverter.GetBytes(Compressed), .. BitConverter.GetBytes((int)packed.Length), .. packed.ToArray()];
    }
}
