using System.Globalization;
using Trireme.Formats.Files;

namespace Trireme.Fluid;

/// <summary>Makes instances of lines, and of instances what a program is fed.</summary>
internal sealed class MultiSlotReader
{
    private readonly DataFeedDesc _feed;
    private readonly DataFeedSlot[] _used;

    public MultiSlotReader(DataFeedDesc feed)
    {
        _feed = feed;
        _used = feed.Slots.Where(s => s.IsUsed).ToArray();
        if (_used.Length == 0)
            throw new PreconditionNotMetException("The data feed uses no slot.", null, "Call SetUseVar with the inputs of the program.");
    }

    /// <summary>The instances of a file: for each used slot a long[] or a float[].</summary>
    public IEnumerable<Array[]> Read(string path)
    {
        long number = 0;
        foreach (string line in _feed.PipeCommand.Trim() == "cat" ? File.ReadLines(path) : CommandOutput.Lines(_feed.PipeCommand, path))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                yield return Instance(line, path, number);
        }
    }

    /// <summary>What instances are together: ids and numbers one below the other, with sequences unless the slot is dense.</summary>
    public Dictionary<string, Tensor> Batch(IReadOnlyList<Array[]> instances)
    {
        var feed = new Dictionary<string, Tensor>();
        foreach ((int i, DataFeedSlot slot) in _used.Index())
        {
            int[] lengths = instances.Select(instance => instance[i].Length).ToArray();
            int all = lengths.Sum();
            Tensor values = slot.HasIds ? Tensor.From<long>(instances.SelectMany(instance => (long[])instance[i]).ToArray(), (all, 1))
                : Tensor.From<float>(instances.SelectMany(instance => (float[])instance[i]).ToArray(), (all, 1));
            if (!slot.IsDense)
            {
                values.Lod = Lod.FromLengths(lengths);
            }
            else
            {
                if (lengths.Any(length => length != lengths[0]))
                {
                    throw new InvalidArgumentException($"The dense slot '{slot.Name}' has lines of {lengths.Min()} to {lengths.Max()} values.", null,
                        "Give all lines as many, or declare the variable with lodLevel: 1.");
                }
                values = values.View(Dims(slot, instances.Count, lengths[0]));
            }
            feed[slot.Name] = values;
        }
        return feed;
    }

    private static Shape Dims(DataFeedSlot slot, int rows, int length)
    {
        long known = slot.Shape.Where(d => d >= 0).Aggregate(1L, (n, d) => n * d);
        return slot.Shape.Count > 0 && slot.Shape.All(d => d >= 0) && known == length ? (int[])[rows, .. slot.Shape] : (rows, length);
    }

    private Array[] Instance(string line, string path, long number)
    {
        var fields = new Array[_used.Length];
        int at = 0, used = 0;
        foreach (DataFeedSlot slot in _feed.Slots)
        {
            ReadOnlySpan<char> word = Next(line, ref at);
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count < 1)
                throw Wrong(slot, word.Length == 0 ? "the line ends before it" : $"the number of values is '{word}', not 1 or more; pad what is empty");
            if (count > line.Length)
                throw Wrong(slot, $"the line is too short for {count} values");
            long[] ids = slot.IsUsed && slot.HasIds ? new long[count] : [];
            float[] numbers = slot.IsUsed && !slot.HasIds ? new float[count] : [];
            for (int i = 0; i < count; i++)
            {
                word = Next(line, ref at);
                if (word.Length == 0)
                    throw Wrong(slot, $"the line ends after {i} of {count} values");
                if (slot.IsUsed && !(slot.HasIds ? Id(word, out ids[i]) : float.TryParse(word, CultureInfo.InvariantCulture, out numbers[i])))
                    throw Wrong(slot, $"'{word}' is no {slot.Type}");
            }
            if (slot.IsUsed)
                fields[used++] = slot.HasIds ? ids : numbers;
        }
        return fields;

        InvalidFileException Wrong(DataFeedSlot slot, string reason) => new(path, $"line {number}, slot '{slot.Name}'", reason,
            "A line holds for each slot the number of its values, and the values.");
    }

    // Hashes fill all 64 bits; programs count them as int64.
    private static bool Id(ReadOnlySpan<char> word, out long id)
    {
        bool isKnown = ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out ulong unsigned);
        id = unchecked((long)unsigned);
        return isKnown;
    }

    private static ReadOnlySpan<char> Next(string line, ref int at)
    {
        while (at < line.Length && char.IsWhiteSpace(line[at]))
            at++;
        int start = at;
        while (at < line.Length && !char.IsWhiteSpace(line[at]))
            at++;
        return line.AsSpan(start, at - start);
    }
}
