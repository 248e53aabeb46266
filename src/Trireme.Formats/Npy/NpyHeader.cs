using System.Globalization;
using System.Text;
using Trireme.Formats.Files;

namespace Trireme.Formats.Npy;

/// <summary>The dictionary at the head of a .npy file, and the grammar of the one form in which NumPy writes it.</summary>
internal sealed record NpyHeader(NumpyType Type, bool BigEndian, bool FortranOrder, int[] Shape)
{
    private const int MaxRank = 64;

    /// <summary>Bytes before the data are padded to a multiple of this, so that a mapped file is aligned.</summary>
    private const int Alignment = 64;

    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The header text, padded; version 1.0 holds every header that this writes.</summary>
    public byte[] ToBytes()
    {
        string shape = Shape.Length == 1 ? $"({Shape[0]},)" : $"({string.Join(", ", Shape)})";
        string text = $"{{'descr': '{Type.Descr}', 'fortran_order': {(FortranOrder ? "True" : "False")}, 'shape': {shape}, }}";
        int start = Magic.Length + 4, total = (start + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var bytes = new byte[total];
        bytes.AsSpan().Fill((byte)' ');
        Magic.CopyTo(bytes);
        bytes[6] = 1;
        bytes[7] = 0;
        bytes[8] = (byte)(total - start);
        bytes[9] = (byte)((total - start) >> 8);
        Encoding.ASCII.GetBytes(text, bytes.AsSpan(start));
        bytes[^1] = (byte)'\n';
        return bytes;
    }

    public static NpyHeader Parse(string text, string path, long offset) => new Parser(text, path, offset).Parse();

    private ref struct Parser(string text, string path, long offset)
    {
        private int _at;

        public NpyHeader Parse()
        {
            (NumpyType Type, bool BigEndian)? type = null;
            bool? fortran = null;
            int[]? shape = null;
            Expect('{');
            while (!Accept('}'))
            {
                int keyAt = _at;
                string key = Text();
                Expect(':');
                switch (key)
                {
                    case "descr" when type is null: type = Descr(); break;
                    case "fortran_order" when fortran is null: fortran = Bool(); break;
                    case "shape" when shape is null: shape = Shape(); break;
                    default: throw Bad(keyAt, $"the header names '{key}' where descr, fortran_order and shape are expected, each once");
                }
                if (!Accept(','))
                {
                    Expect('}');
                    break;
                }
            }
            SkipSpace();
            if (_at < text.Length)
                throw Bad(_at, "the header goes on after its dictionary");
            if (type is null || fortran is null || shape is null)
                throw Bad(_at, "the header lacks descr, fortran_order or shape");
            return new NpyHeader(type.Value.Type, type.Value.BigEndian, fortran.Value, shape);
        }

        private (NumpyType, bool) Descr()
        {
            SkipSpace();
            int at = _at;
            if (_at < text.Length && text[_at] == '[')
                throw Bad(at, "the array holds records (a structured type)", "Save its fields as arrays of their own.");
            string descr = Text();
            return NumpyType.FromDescr(descr)
                ?? throw Bad(
                    at, $"the element type is '{descr}'; known are {NumpyType.Known}", "Convert the array before saving it; objects and text are never read.");
        }

        private int[] Shape()
        {
            var dims = new List<int>();
            long count = 1;
            Expect('(');
            while (!Accept(')'))
            {
                int at = _at;
                int dimension = Number();
                dims.Add(dimension);
                if (dims.Count > MaxRank)
                    throw Bad(at, $"the shape has more than {MaxRank} dimensions");
                // A zero anywhere empties the array, but the other factors must make sense too: NumPy would refuse them.
                count *= Math.Max(dimension, 1);
                if (count > int.MaxValue)
                    throw Bad(at, $"the shape claims more than {int.MaxValue} elements", "Save the array in parts.");
                if (!Accept(','))
                {
                    if (dims.Count == 1)
                        throw Bad(_at, "a shape of one dimension is written (n,)");
                    Expect(')');
                    break;
                }
            }
            return [.. dims];
        }

        private int Number()
        {
            SkipSpace();
            int start = _at;
            while (_at < text.Length && char.IsAsciiDigit(text[_at]))
                _at++;
            string digits = text[start.._at];
            if (digits.Length == 0 || (digits.Length > 1 && digits[0] == '0'))
                throw Bad(start, "the shape holds something other than a plain number");
            // Python 2 wrote 3L for long integers.
            if (_at < text.Length && text[_at] == 'L')
                _at++;
            return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
                ? value
                : throw Bad(start, $"the shape claims {digits} elements along one axis; the limit is {int.MaxValue}", "Save the array in parts.");
        }

        private bool Bool()
        {
            SkipSpace();
            foreach (bool value in (ReadOnlySpan<bool>)[true, false])
            {
                string word = value ? "True" : "False";
                if (string.CompareOrdinal(text, _at, word, 0, word.Length) == 0)
                {
                    _at += word.Length;
                    return value;
                }
            }
            throw Bad(_at, "fortran_order is neither True nor False");
        }

        private string Text()
        {
            SkipSpace();
            int start = _at;
            if (_at < text.Length && text[_at] is '\'' or '"')
            {
                int end = text.IndexOf(text[_at], _at + 1);
                if (end > 0 && text.IndexOf('\\', _at, end - _at) < 0)
                {
                    _at = end + 1;
                    return text[(start + 1)..end];
                }
            }
            throw Bad(start, "the header lacks a quoted name");
        }

        private bool Accept(char wanted)
        {
            SkipSpace();
            if (_at >= text.Length || text[_at] != wanted)
                return false;
            _at++;
            return true;
        }

        private void Expect(char wanted)
        {
            if (!Accept(wanted))
                throw Bad(_at, $"the header lacks '{wanted}'");
        }

        private void SkipSpace()
        {
            while (_at < text.Length && text[_at] is ' ' or '\n' or '\t' or '\r')
                _at++;
        }

        private readonly InvalidFileException Bad(int at, string reason, string? advice = null) => new(path, offset + at, reason, advice);
    }
}
