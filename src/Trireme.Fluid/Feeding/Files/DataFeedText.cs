using System.Globalization;
using System.Text;
using Trireme.Formats.Files;

namespace Trireme.Fluid;

/// <summary>The text form of a message of protocol buffers: <c>name: value</c> and <c>name { … }</c>.</summary>
internal sealed class DataFeedText
{
    // Real ones are two deep; each level takes a part of the stack.
    private const int MostDepth = 64;
    private readonly string _text, _path;
    private int _at;

    private DataFeedText(string text, string path) => (_text, _path) = (text, path);

    /// <summary>The fields in the file's order; a value is a text or the fields of a message.</summary>
    public static List<(string Name, object Value)> Parse(string text, string path)
    {
        var parser = new DataFeedText(text, path);
        List<(string, object)> fields = parser.Fields(depth: 0);
        return parser._at == text.Length ? fields : throw parser.Fail("a closing brace stands alone");
    }

    public static string Print(DataFeedDesc feed)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"name: \"{feed.Name}\"\nbatch_size: {feed.BatchSize}\nmulti_slot_desc {{\n");
        foreach (DataFeedSlot slot in feed.Slots)
        {
            text.Append(CultureInfo.InvariantCulture, $"  slots {{\n    name: \"{slot.Name}\"\n    type: \"{slot.Type}\"\n");
            text.Append(CultureInfo.InvariantCulture, $"    is_dense: {(slot.IsDense ? "true" : "false")}\n    is_used: {(slot.IsUsed ? "true" : "false")}\n");
            foreach (int dim in slot.Shape)
                text.Append(CultureInfo.InvariantCulture, $"    shape: {dim}\n");
            text.Append("  }\n");
        }
        string command = feed.PipeCommand.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return text.Append(CultureInfo.InvariantCulture, $"}}\npipe_command: \"{command}\"\nthread_num: {feed.ThreadNum}\n").ToString();
    }

    private List<(string Name, object Value)> Fields(int depth)
    {
        if (depth > MostDepth)
            throw Fail($"messages are nested more than {MostDepth} deep");
        var fields = new List<(string, object)>();
        while (Peek() is { } next && next != '}')
        {
            string name = Word();
            bool hasColon = Peek() == ':';
            if (hasColon)
                _at++;
            if (Peek() == '{')
            {
                _at++;
                fields.Add((name, Fields(depth + 1)));
                if (Peek() != '}')
                    throw Fail($"the message {name} does not end");
                _at++;
            }
            else if (hasColon)
            {
                fields.Add((name, Peek() is '"' or '\'' ? Quoted() : Word()));
            }
            else
            {
                throw Fail($"behind '{name}' stands neither a colon nor a brace");
            }
        }
        return fields;
    }

    private char? Peek()
    {
        while (_at < _text.Length && (char.IsWhiteSpace(_text[_at]) || _text[_at] is '#' or ',' or ';'))
            _at = _text[_at] == '#' && _text.IndexOf('\n', _at) is var end ? (end < 0 ? _text.Length : end) : _at + 1;
        return _at < _text.Length ? _text[_at] : null;
    }

    private string Word()
    {
        Peek();
        int start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '_' or '-' or '+' or '.'))
            _at++;
        return _at > start ? _text[start.._at] : throw Fail(_at < _text.Length ? $"'{_text[_at]}' is not expected" : "it ends inside a field");
    }

    private string Quoted()
    {
        char quote = _text[_at++];
        var value = new StringBuilder();
        while (_at < _text.Length && _text[_at] != quote)
        {
            if (_text[_at] == '\\' && _at + 1 < _text.Length)
                value.Append(_text[++_at] switch { 'n' => '\n', 't' => '\t', var c => c });
            else
                value.Append(_text[_at]);
            _at++;
        }
        if (_at >= _text.Length)
            throw Fail("a text in quotes does not end");
        _at++;
        return value.ToString();
    }

    private InvalidFileException Fail(string reason)
        => new(_path, _at, reason, "Give a DataFeedDesc as text: name, batch_size, multi_slot_desc { slots { … } }.");
}
