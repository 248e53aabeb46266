using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using Trireme.Formats.Files;

namespace Trireme.Formats.Pickle;

/// <summary>Reads the arguments of instructions: counted data, and the text lines of protocols 0 and 1.</summary>
internal sealed class PickleText(InputFile file)
{
    /// <summary>Data up to this size is read at once; above, it stays in the file until its use is known.</summary>
    public const int EagerLimit = 1 << 16;

    // Python refuses to print or parse longer decimal numbers, for the same reason: the time grows with the square.
    private const int MaxDigits = 4300;
    private const int MaxIntegerBytes = 1 << 16;
    private const int MaxName = 1 << 12;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A string or byte[], or a <see cref="Blob"/> where it is long.</summary>
    public object Data(long length, BlobKind kind)
    {
        if (length < 0)
            throw new InvalidFileException(file.Path, file.Position, $"a length is {(ulong)length}, more than any file holds");
        if (length > file.Remaining)
            throw file.Ends(kind is BlobKind.Bytes ? "a byte string" : "a text", length);
        var blob = new Blob(file, file.Position, length, kind);
        object data = length <= EagerLimit ? blob.Value : blob;
        file.Position += length;
        return data;
    }

    public object LittleEndianInteger(long length)
    {
        if (length > MaxIntegerBytes)
            throw Fail($"an integer claims {length} bytes; {MaxIntegerBytes} is the limit");
        var bytes = new byte[length];
        file.Read(bytes, "an integer");
        return Narrow(new BigInteger(bytes));
    }

    public double BigEndianFloat() => BitConverter.UInt64BitsToDouble(BinaryPrimitives.ReverseEndianness(file.ReadUInt64("a float")));

    public object IntLine()
    {
        string line = Line(MaxDigits, "an integer");
        return line switch
        {
            // Protocol 0 writes booleans so.
            "00" => false,
            "01" => true,
            _ => Integer(line),
        };
    }

    public object LongLine()
    {
        string line = Line(MaxDigits + 2, "an integer");
        return Integer(line.EndsWith('L') ? line[..^1] : line);
    }

    public long IndexLine() => IntLine() is long index and >= 0 ? index : throw Fail("a memo number is not a whole number of 0 or more");

    public double FloatLine()
    {
        string line = Line(MaxDigits, "a float");
        return line switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            // The sign bit that .NET's own constant carries is not the one that Python writes.
            "nan" => BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000),
            "-nan" => double.NaN,
            _ when double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) => value,
            _ => throw Fail($"'{Shown(line)}' is not a float"),
        };
    }

    public string NameLine()
    {
        byte[] line = RawLine(MaxName, "a global's name");
        try
        {
            return Strict.GetString(line);
        }
        catch (DecoderFallbackException)
        {
            throw Fail("a global's name is not valid UTF-8");
        }
    }

    /// <summary>The STRING instruction: a text of Python 2 in quotes, with its escapes; every character is one byte.</summary>
    public object QuotedLine()
    {
        string line = Line(int.MaxValue, "a text").Trim();
        if (line.Length < 2 || line[0] is not ('\'' or '"') || line[^1] != line[0])
            throw Fail("a text stands without its quotes");
        var text = new StringBuilder(line.Length);
        for (int i = 1; i < line.Length - 1; i++)
        {
            if (line[i] != '\\')
            {
                text.Append(line[i]);
                continue;
            }
            i++;
            if (i >= line.Length - 1)
                throw Fail("a text ends inside an escape");
            switch (line[i])
            {
                case '\\' or '\'' or '"': text.Append(line[i]); break;
                case 'n': text.Append('\n'); break;
                case 'r': text.Append('\r'); break;
                case 't': text.Append('\t'); break;
                case 'a': text.Append('\a'); break;
                case 'b': text.Append('\b'); break;
                case 'f': text.Append('\f'); break;
                case 'v': text.Append('\v'); break;
                case 'x': text.Append((char)Hex(line, i + 1, 2)); i += 2; break;
                case >= '0' and <= '7': text.Append((char)Octal(line, ref i)); break;
                default: throw Fail($"a text holds the unknown escape \\{line[i]}");
            }
        }
        return text.ToString();
    }

    /// <summary>The UNICODE instruction: Latin-1 with \uXXXX and \UXXXXXXXX.</summary>
    public string UnicodeLine()
    {
        string line = Line(int.MaxValue, "a text");
        if (!line.Contains('\\'))
            return line;
        var text = new StringBuilder(line.Length);
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] != '\\' || i + 1 == line.Length || line[i + 1] is not ('u' or 'U'))
            {
                text.Append(line[i]);
                continue;
            }
            int digits = line[i + 1] == 'u' ? 4 : 8;
            uint point = Hex(line, i + 2, digits);
            if (digits == 4)
                text.Append((char)point);
            else
                text.Append(Rune.IsValid(point) ? new Rune(point).ToString() : throw Fail($"U+{point:X8} is no character"));
            i += 1 + digits;
        }
        return text.ToString();
    }

    private static object Narrow(BigInteger value) => value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;

    private object Integer(string line) => BigInteger.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger value)
        ? Narrow(value)
        : throw Fail($"'{Shown(line)}' is not a whole number");

    private uint Hex(string line, int start, int digits)
    {
        ReadOnlySpan<char> hex = line.AsSpan(start, Math.Min(digits, line.Length - start));
        return hex.Length == digits && uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value)
            ? value
            : throw Fail("a text holds an escape without its hexadecimal digits");
    }

    private static int Octal(string line, ref int i)
    {
        int value = line[i] - '0';
        for (int digits = 1; digits < 3 && line[i + 1] is >= '0' and <= '7'; digits++)
            value = 8 * value + line[++i] - '0';
        return value & 0xFF;
    }

    private string Line(int limit, string what) => Encoding.Latin1.GetString(RawLine(limit, what));

    private byte[] RawLine(int limit, string what)
    {
        long start = file.Position;
        while (file.ReadByte(what) != '\n')
        {
            if (file.Position - start > limit)
                throw Fail($"{what} is longer than {limit} characters");
        }
        long end = file.Position;
        var line = new byte[end - start - 1];
        file.ReadAt(start, line);
        file.Position = end;
        return line;
    }

    private static string Shown(string line) => line.Length <= 40 ? line : line[..40] + "…";

    private InvalidFileException Fail(string reason) => new(file.Path, file.Position, reason);
}
