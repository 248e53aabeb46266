using System.Globalization;
using Trireme.Formats.Files;

namespace Trireme.Fluid;

/// <summary>What the lines of data files hold: slots with names and types, and how many lines make a batch.</summary>
/// <remarks>Mirrors fluid.DataFeedDesc. A line has for each slot the number of its values, and the values: <c>2 17 4 1 0.5</c>.</remarks>
public sealed class DataFeedDesc
{
    /// <summary>Reads a description.</summary>
    /// <param name="protoFile">A text file: name, batch_size, multi_slot_desc with slots (name, type, is_dense, is_used), pipe_command.</param>
    /// <exception cref="InvalidFileException">The file is no such description.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public DataFeedDesc(string protoFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(protoFile);
        foreach ((string name, object value) in DataFeedText.Parse(File.ReadAllText(protoFile), protoFile))
        {
            switch (name, value)
            {
                case ("name", string text): Name = text; break;
                case ("batch_size", string text): BatchSize = Whole(text); break;
                case ("thread_num", string text): ThreadNum = Whole(text); break;
                case ("pipe_command", string text): PipeCommand = text; break;
                case ("multi_slot_desc", List<(string Name, object Value)> slots): Slots.AddRange(slots.Select(s => Slot(s.Name, s.Value))); break;
                default: throw Wrong($"it has a field '{name}' that is not known");
            }
        }
        if (Name != MultiSlot)
            throw Wrong($"the data feed is '{Name}', not {MultiSlot}");
        if (BatchSize < 1 || ThreadNum < 1)
            throw Wrong($"batch_size is {BatchSize}, thread_num {ThreadNum}; they are at least 1");

        InvalidFileException Wrong(string reason) => new(protoFile, 0, reason,
            "Give a DataFeedDesc as text: name, batch_size, multi_slot_desc { slots { … } }.");

        int Whole(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number
            : throw Wrong($"'{text}' is no whole number");

        DataFeedSlot Slot(string name, object value)
        {
            if (name != "slots" || value is not List<(string Name, object Value)> fields)
                throw Wrong($"multi_slot_desc has a field '{name}' that is not known");
            string Text(string field, string otherwise) => fields.LastOrDefault(f => f.Name == field).Value as string ?? otherwise;
            var slot = new DataFeedSlot(Text("name", ""), Text("type", ""), Text("is_dense", "false") == "true", Text("is_used", "false") == "true",
                fields.Where(f => f.Name == "shape").Select(f => Whole((f.Value as string)!)).ToArray());
            if (slot.Name.Length == 0 || slot.Type is not (DataFeedSlot.Ids or DataFeedSlot.Numbers))
                throw Wrong($"a slot '{slot.Name}' has the type '{slot.Type}', not uint64 or float");
            return slot;
        }
    }

    internal DataFeedDesc()
    {
    }

    internal const string MultiSlot = "MultiSlotDataFeed";

    internal string Name { get; private set; } = MultiSlot;

    internal int BatchSize { get; private set; } = 1;

    internal int ThreadNum { get; set; } = 1;

    internal string PipeCommand { get; set; } = "cat";

    internal List<DataFeedSlot> Slots { get; } = [];

    /// <summary>Sets how many lines make a batch.</summary>
    /// <param name="batchSize">At least 1.</param>
    /// <exception cref="InvalidArgumentException">It is below 1.</exception>
    /// <remarks>Mirrors DataFeedDesc.set_batch_size.</remarks>
    public void SetBatchSize(int batchSize)
    {
        Reader.RequirePositive(batchSize, "SetBatchSize", "batchSize");
        BatchSize = batchSize;
    }

    /// <summary>Makes slots dense: all lines have as many numbers there, and they are no sequences.</summary>
    /// <param name="denseSlotsName">Their names.</param>
    /// <exception cref="InvalidArgumentException">There is no such slot.</exception>
    /// <remarks>Mirrors DataFeedDesc.set_dense_slots.</remarks>
    public void SetDenseSlots(IReadOnlyList<string> denseSlotsName) => Change(denseSlotsName, slot => slot with { IsDense = true });

    /// <summary>Makes slots used: they are fed. At first no slot is, unless the file says so.</summary>
    /// <param name="useSlotsName">Their names.</param>
    /// <exception cref="InvalidArgumentException">There is no such slot.</exception>
    /// <remarks>Mirrors DataFeedDesc.set_use_slots.</remarks>
    public void SetUseSlots(IReadOnlyList<string> useSlotsName) => Change(useSlotsName, slot => slot with { IsUsed = true });

    /// <summary>The description as text, as a file holds it.</summary>
    /// <remarks>Mirrors DataFeedDesc.desc.</remarks>
    public string Desc() => DataFeedText.Print(this);

    private void Change(IReadOnlyList<string> names, Func<DataFeedSlot, DataFeedSlot> change)
    {
        ArgumentNullException.ThrowIfNull(names);
        int[] places = names.Select(Place).ToArray();
        foreach (int at in places)
            Slots[at] = change(Slots[at]);

        int Place(string name) => Slots.FindIndex(s => s.Name == name) is >= 0 and int at ? at
            : throw new InvalidArgumentException($"DataFeedDesc: there is no slot '{name}'.", $"There are: {string.Join(", ", Slots.Select(s => s.Name))}.");
    }
}
