using System.Buffers.Binary;

namespace Trireme.Formats.Files;

/// <summary>The CRC-32 of zip and PNG (ISO 3309, reflected polynomial 0xEDB88320), eight bytes a step.</summary>
internal struct Crc32
{
    private const int Slices = 8;
    private static readonly uint[] Table = MakeTable();
    private uint _inverted;

    public readonly uint Value => _inverted ^ uint.MaxValue;

    public Crc32() => _inverted = uint.MaxValue;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = new Crc32();
        crc.Append(bytes);
        return crc.Value;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        uint[] t = Table;
        uint c = _inverted;
        for (; bytes.Length >= Slices; bytes = bytes[Slices..])
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ c;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            c = t[0x700 + (byte)low] ^ t[0x600 + (byte)(low >> 8)] ^ t[0x500 + (byte)(low >> 16)] ^ t[0x400 + (low >> 24)]
                ^ t[0x300 + (byte)high] ^ t[0x200 + (byte)(high >> 8)] ^ t[0x100 + (byte)(high >> 16)] ^ t[high >> 24];
        }
        foreach (byte b in bytes)
            c = t[(byte)(c ^ b)] ^ (c >> 8);
        _inverted = c;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[Slices * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint c = i;
            for (int bit = 0; bit < 8; bit++)
                c = (c >> 1) ^ ((c & 1) != 0 ? 0xEDB88320u : 0);
            table[i] = c;
        }
        for (int i = 256; i < table.Length; i++)
            table[i] = table[(byte)table[i - 256]] ^ (table[i - 256] >> 8);
        return table;
    }
}
