using Google.Protobuf;
using Trireme.Formats.Files;

namespace Trireme.Formats.ProgramDesc;

/// <summary>
/// Walks the fields of one protobuf message in place. The outer messages of a program are walked, not parsed, so that an error can say
/// where it is, and so that only one operator at a time exists in the parser's own, much larger, form.
/// </summary>
internal struct WireCursor(byte[] bytes, int start, int length, string name)
{
    private readonly int _end = start + length;
    private int _position = start;
    private int _wireType;

    /// <summary>The field that the value under the cursor belongs to.</summary>
    public int Field { get; private set; }

    /// <summary>Where the value's bytes begin in the file.</summary>
    public readonly int Position => _position;

    /// <summary>Steps to the next field; its value must then be read or skipped.</summary>
    public bool Next()
    {
        if (_position == _end)
            return false;
        ulong tag = Varint();
        _wireType = (int)(tag & 7);
        if (tag >> 3 is 0 or > int.MaxValue >> 3 || _wireType is not (0 or 1 or 2 or 5))
        {
            throw Bad(
                _position, $"{tag} is no field tag of a program",
                "Is it a program file? Programs are .pdmodel or __model__ files; .json programs are read by PirFile.");
        }
        Field = (int)(tag >> 3);
        return true;
    }

    /// <summary>The value under the cursor as a number.</summary>
    public ulong Number()
    {
        if (_wireType != 0)
            throw Bad(_position, $"field {Field} has wire type {_wireType} instead of a number");
        return Varint();
    }

    /// <summary>The value under the cursor as a message or text of its own.</summary>
    public WireCursor Part()
    {
        if (_wireType != 2)
            throw Bad(_position, $"field {Field} has wire type {_wireType} instead of a message");
        int count = Count();
        var part = new WireCursor(bytes, _position, count, name);
        _position += count;
        return part;
    }

    public void Skip()
    {
        int count = _wireType switch { 1 => 8, 5 => 4, 2 => Count(), _ => 0 };
        if (_wireType == 0)
            Varint();
        if (count > _end - _position)
            throw Bad(_position, $"field {Field} needs {count} bytes and {_end - _position} are left");
        _position += count;
    }

    /// <summary>Everything that is left, read by the generated parser.</summary>
    public readonly T Parse<T>(MessageParser<T> parser, Func<string> place) where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes, _position, _end - _position);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidFileException(name, _position, $"{place()} cannot be read: {e.Message.TrimEnd('.')}", innerException: e);
        }
    }

    private int Count()
    {
        int at = _position;
        ulong count = Varint();
        if (count > (ulong)(_end - _position))
            throw Bad(at, $"field {Field} claims {count} bytes and {_end - _position} are left");
        return (int)count;
    }

    private ulong Varint()
    {
        int at = _position;
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            if (_position == _end)
                throw Bad(at, "the file ends inside a number");
            byte b = bytes[_position++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }
        throw Bad(at, "a number is longer than ten bytes");
    }

    private readonly InvalidFileException Bad(int at, string reason, string? advice = null) => new(name, at, reason, advice);
}
