using Trireme.Formats.Files;

namespace Trireme.Formats.Pickle;

/// <summary>
/// Runs the instructions of one pickle into a tree of neutral values. It has no instruction that imports, constructs or calls anything
/// by name: globals are looked up in <see cref="PickleGlobal"/>, and what is not there ends the reading.
/// </summary>
internal sealed class PickleMachine
{
    private const int MaxStack = 1 << 20;
    private const int HighestProtocol = 5;
    private readonly InputFile _file;
    private readonly PickleText _text;
    private readonly PickleCalls _calls;
    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<long, object?> _memo = [];
    private long _at;

    public PickleMachine(InputFile file)
    {
        _file = file;
        _text = new PickleText(file);
        _calls = new PickleCalls(file, Fail);
    }

    public object? Run()
    {
        RefuseOtherFormats();
        while (true)
        {
            _at = _file.Position;
            var opcode = (Opcode)_file.ReadByte("the pickle (there was no STOP)");
            if (opcode == Opcode.Stop)
                return Finish();
            Execute(opcode);
            if (_stack.Count > MaxStack)
                throw Fail($"more than {MaxStack} values wait on the stack");
        }
    }

    private void Execute(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.Proto: CheckProtocol(); break;
            case Opcode.Frame: CheckFrame(); break;
            case Opcode.Mark: _marks.Add(_stack.Count); break;
            case Opcode.Pop: PopOrUnmark(); break;
            case Opcode.PopMark: PopToMark(); break;
            case Opcode.Dup: Push(Peek()); break;

            case Opcode.None: Push(null); break;
            case Opcode.NewTrue: Push(true); break;
            case Opcode.NewFalse: Push(false); break;
            case Opcode.BinInt: Push((long)(int)_file.ReadUInt32("an integer")); break;
            case Opcode.BinInt1: Push((long)_file.ReadByte("an integer")); break;
            case Opcode.BinInt2: Push((long)_file.ReadUInt16("an integer")); break;
            case Opcode.Long1: Push(_text.LittleEndianInteger(_file.ReadByte("the length of an integer"))); break;
            case Opcode.Long4: Push(_text.LittleEndianInteger(_file.ReadUInt32("the length of an integer"))); break;
            case Opcode.Int: Push(_text.IntLine()); break;
            case Opcode.Long: Push(_text.LongLine()); break;
            case Opcode.BinFloat: Push(_text.BigEndianFloat()); break;
            case Opcode.Float: Push(_text.FloatLine()); break;

            case Opcode.String: Push(_text.QuotedLine()); break;
            case Opcode.Unicode: Push(_text.UnicodeLine()); break;
            case Opcode.ShortBinString: Push(_text.Data(_file.ReadByte("the length of a text"), BlobKind.ByteText)); break;
            case Opcode.BinString: Push(_text.Data((int)_file.ReadUInt32("the length of a text"), BlobKind.ByteText)); break;
            case Opcode.ShortBinUnicode: Push(_text.Data(_file.ReadByte("the length of a text"), BlobKind.Utf8Text)); break;
            case Opcode.BinUnicode: Push(_text.Data(_file.ReadUInt32("the length of a text"), BlobKind.Utf8Text)); break;
            case Opcode.BinUnicode8: Push(_text.Data((long)_file.ReadUInt64("the length of a text"), BlobKind.Utf8Text)); break;
            case Opcode.ShortBinBytes: Push(_text.Data(_file.ReadByte("the length of a byte string"), BlobKind.Bytes)); break;
            case Opcode.BinBytes: Push(_text.Data(_file.ReadUInt32("the length of a byte string"), BlobKind.Bytes)); break;
            case Opcode.BinBytes8 or Opcode.ByteArray8: Push(_text.Data((long)_file.ReadUInt64("the length of a byte string"), BlobKind.Bytes)); break;
            case Opcode.ReadOnlyBuffer: Peek(); break;

            case Opcode.EmptyTuple: Push(new PickleTuple([])); break;
            case Opcode.Tuple1: PushTuple(1); break;
            case Opcode.Tuple2: PushTuple(2); break;
            case Opcode.Tuple3: PushTuple(3); break;
            case Opcode.Tuple: Push(MakeTuple(PopToMark())); break;
            case Opcode.EmptyList: Push(new List<object?>()); break;
            case Opcode.List: Push(_calls.Settle(PopToMark()).ToList()); break;
            case Opcode.Append: Extend([Pop()]); break;
            case Opcode.Appends: Extend(PopToMark()); break;
            case Opcode.EmptyDict: Push(new PickleDict()); break;
            case Opcode.Dict: MakeDict(); break;
            case Opcode.SetItem: SetItems(PopMany(2)); break;
            case Opcode.SetItems: SetItems(PopToMark()); break;
            case Opcode.EmptySet: Push(new PickleSet()); break;
            case Opcode.AddItems: AddItems(); break;
            case Opcode.FrozenSet: Push(_calls.MakeSet(PopToMark(), frozen: true)); break;

            case Opcode.Memoize: Memorize(_memo.Count); break;
            case Opcode.Put: Memorize(_text.IndexLine()); break;
            case Opcode.BinPut: Memorize(_file.ReadByte("a memo number")); break;
            case Opcode.LongBinPut: Memorize(_file.ReadUInt32("a memo number")); break;
            case Opcode.Get: Recall(_text.IndexLine()); break;
            case Opcode.BinGet: Recall(_file.ReadByte("a memo number")); break;
            case Opcode.LongBinGet: Recall(_file.ReadUInt32("a memo number")); break;

            case Opcode.Global: Push(Lookup(_text.NameLine(), _text.NameLine())); break;
            case Opcode.StackGlobal: StackGlobal(); break;
            case Opcode.Reduce: Reduce(); break;
            case Opcode.Build: Build(); break;
            case Opcode.Inst: Push(_calls.Call(Lookup(_text.NameLine(), _text.NameLine()), MakeTuple(PopToMark()))); break;
            default: throw Refused(opcode);
        }
    }

    private object? Finish()
    {
        object? root = _calls.Settle(Pop());
        if (_stack.Count + _marks.Count > 0)
            throw Fail($"{_stack.Count} values and {_marks.Count} marks are left over at the end of the pickle");
        new PickleTreeCheck(_file.Length, Fail).Check(root);
        return root;
    }

    private void RefuseOtherFormats()
    {
        const string Advice = "Pass a file that paddle.save, pickle.dump or PickleFile.Write wrote.";
        Span<byte> head = stackalloc byte[(int)Math.Min(4, _file.Length)];
        _file.ReadAt(0, head);
        if (head.Length == 0)
            throw new InvalidFileException(_file.Path, 0, "the file is empty", Advice);
        if (head.SequenceEqual("PK\u0003\u0004"u8))
        {
            throw new InvalidFileException(
                _file.Path, 0, "this is a zip, not a pickle", "It may be another framework's checkpoint or an .npz archive. " + Advice);
        }
    }

    private void CheckProtocol()
    {
        byte protocol = _file.ReadByte("the protocol number");
        if (protocol > HighestProtocol)
            throw Fail($"the pickle has protocol {protocol}; known are 0 to {HighestProtocol}", "Save it with protocol 4.");
    }

    private void CheckFrame()
    {
        ulong length = _file.ReadUInt64("the length of a frame");
        if (length > (ulong)_file.Remaining)
            throw Fail($"a frame claims {length} bytes and {_file.Remaining} are left in the file");
    }

    private PickleGlobal Lookup(string module, string name) => PickleGlobal.Find(module, name) ?? throw Fail(
        $"the pickle asks for {module}.{name}, which is not among the few names a data file needs; nothing was run",
        "Pass a file that holds tensors, numbers and text (a state dict), not Python objects; do not open it in Python unless you trust where it came from.");

    private void StackGlobal()
    {
        object?[] names = PopMany(2);
        if (names is not [string module, string name])
            throw Fail("a global is named by something other than two texts");
        Push(Lookup(module, name));
    }

    private void Reduce()
    {
        object?[] call = PopMany(2);
        if (call is not [PickleGlobal callee, PickleTuple arguments])
            throw Fail($"{PickleCalls.Describe(call[0])} is called; only the known globals can be");
        Push(_calls.Call(callee, arguments));
    }

    private void Build()
    {
        object? state = Pop(), target = Pop();
        Push(_calls.Build(target, state));
    }

    private void MakeDict()
    {
        object?[] items = PopToMark();
        Push(new PickleDict());
        SetItems(items);
    }

    private void SetItems(object?[] items)
    {
        if (Peek() is not PickleDict dict)
            throw Fail($"an item is set in {PickleCalls.Describe(Peek())}, which is not a dict");
        _calls.SetItems(dict, items);
    }

    private void Extend(object?[] items)
    {
        if (Peek() is not List<object?> list)
            throw Fail($"an item is appended to {PickleCalls.Describe(Peek())}, which is not a list");
        list.AddRange(_calls.Settle(items));
    }

    private void AddItems()
    {
        object?[] items = PopToMark();
        if (Peek() is not PickleSet { IsFrozen: false } set)
            throw Fail($"an item is added to {PickleCalls.Describe(Peek())}, which is not a set");
        foreach (object? item in items)
            set.Add(_calls.Key(item));
    }

    private void PushTuple(int count) => Push(MakeTuple(PopMany(count)));

    private PickleTuple MakeTuple(object?[] items)
    {
        var tuple = new PickleTuple(items);
        return tuple.Depth <= PickleTreeCheck.MaxDepth ? tuple : throw Fail($"tuples are nested more than {PickleTreeCheck.MaxDepth} deep");
    }

    private void Memorize(long number) => _memo[number] = Peek();

    private void Recall(long number)
    {
        if (!_memo.TryGetValue(number, out object? value))
            throw Fail($"memo {number} is asked for, but nothing was stored under it");
        Push(value is PendingArray { Value: { } array } ? array : value);
    }

    private void Push(object? value) => _stack.Add(value);

    private object? Peek() => _stack.Count > Floor ? _stack[^1] : throw Underflow();

    private object? Pop()
    {
        object? top = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private object?[] PopMany(int count)
    {
        if (_stack.Count - count < Floor)
            throw Underflow();
        object?[] items = [.. _stack[^count..]];
        _stack.RemoveRange(_stack.Count - count, count);
        return items;
    }

    private object?[] PopToMark()
    {
        if (_marks.Count == 0)
            throw Fail("the pickle goes back to a mark that it never set");
        object?[] items = PopMany(_stack.Count - Floor);
        _marks.RemoveAt(_marks.Count - 1);
        return items;
    }

    private void PopOrUnmark()
    {
        if (_marks.Count > 0 && _stack.Count == Floor)
            _marks.RemoveAt(_marks.Count - 1);
        else
            Pop();
    }

    private int Floor => _marks.Count > 0 ? _marks[^1] : 0;

    private InvalidFileException Underflow() => Fail("the pickle takes more values from its stack than it put there");

    private InvalidFileException Refused(Opcode opcode) => opcode switch
    {
        Opcode.PersId or Opcode.BinPersId => Fail(
            "the pickle refers to an object stored elsewhere (a persistent id)", "Save it with paddle.save or pickle.dump."),
        Opcode.NextBuffer => Fail("the pickle keeps its data in out-of-band buffers", "Save it with protocol 4."),
        Opcode.NewObj or Opcode.NewObjEx or Opcode.Obj => Fail("the pickle builds an object of a class", "Save plain values: tensors, numbers, text."),
        Opcode.Ext1 or Opcode.Ext2 or Opcode.Ext4 => Fail("the pickle uses a registered extension code", "Save plain values: tensors, numbers, text."),
        _ => Fail($"0x{(byte)opcode:x2} is no pickle instruction", "The file is damaged or no pickle; pass one that paddle.save or pickle.dump wrote."),
    };

    private InvalidFileException Fail(string reason, string? advice = null) => new(_file.Path, _at, reason, advice);
}
