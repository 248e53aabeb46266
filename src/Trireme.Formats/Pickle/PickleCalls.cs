using System.Numerics;
using Trireme.Formats.Files;

namespace Trireme.Formats.Pickle;

/// <summary>What the allowed globals do when a pickle calls them, and how placeholders turn into values.</summary>
internal sealed class PickleCalls(InputFile file, Func<string, string?, InvalidFileException> fail)
{
    private const int MaxKeyLength = 1 << 12;
    private const int FreeCopy = 64;

    // The text that carries an array under protocol 2 is copied twice, into bytes and into the array.
    private const int CopiesPerByte = 4;
    private readonly NumpyCalls _numpy = new(fail);

    // Names of entries are stored once and recalled by two bytes, so keys weigh more than the file; not without limit.
    private const int KeyWeightPerByte = 64;
    private const int FreeKeys = 1 << 16;

    private long _budget = CopiesPerByte * file.Length;
    private long _keyBudget = FreeKeys + KeyWeightPerByte * file.Length;

    public static string Describe(object? value) => value switch
    {
        null => "None",
        string => "a text",
        byte[] => "a byte string",
        List<object?> => "a list",
        PickleDict => "a dict",
        PickleTuple => "a tuple",
        PickleSet => "a set",
        _ => value.ToString() ?? value.GetType().Name,
    };

    /// <summary>A character of a text that stands for bytes.</summary>
    public static byte ByteOf(char character, Func<string, string?, InvalidFileException> fail)
        => character <= 0xFF ? (byte)character : throw fail($"a text that carries bytes holds U+{(int)character:X4}, above 255", null);

    public object? Call(PickleGlobal callee, PickleTuple arguments)
    {
        object?[] a = arguments.Items;
        return (callee.Kind, a) switch
        {
            (GlobalKind.Reconstruct, [PickleGlobal { Kind: GlobalKind.Ndarray }, PickleTuple { Count: 1 }, byte[] or string]) => new PendingArray(),
            (GlobalKind.Dtype, [string code, ..]) when a.Length <= 3 => _numpy.MakeType(code),
            (GlobalKind.Scalar, [PendingType type, var data]) => _numpy.MakeScalar(type, Charged(data)),
            (GlobalKind.FromBuffer, [var data, PendingType type, PickleTuple shape, string order]) => _numpy.FromBuffer(Charged(data), type, shape, order),
            (GlobalKind.Encode, [string or Blob { IsText: true }, "latin1" or "latin-1" or "iso-8859-1"]) => Encode(a[0]!),
            (GlobalKind.Bytes or GlobalKind.ByteArray, []) => Array.Empty<byte>(),
            (GlobalKind.ByteArray, [byte[] or Blob { IsText: false }]) => a[0],
            (GlobalKind.ByteArray, [string or Blob { IsText: true }, "latin1" or "latin-1" or "iso-8859-1"]) => Encode(a[0]!),
            (GlobalKind.Tuple, []) => new PickleTuple([]),
            (GlobalKind.Tuple, [PickleTuple tuple]) => tuple,
            (GlobalKind.Tuple, [List<object?> list]) => new PickleTuple(Copied(list)),
            (GlobalKind.Set or GlobalKind.FrozenSet, []) => new PickleSet { IsFrozen = callee.Kind == GlobalKind.FrozenSet },
            (GlobalKind.Set or GlobalKind.FrozenSet, [List<object?> list]) => MakeSet(Copied(list), callee.Kind == GlobalKind.FrozenSet),
            (GlobalKind.Set or GlobalKind.FrozenSet, [PickleTuple tuple]) => MakeSet(Copied(tuple), callee.Kind == GlobalKind.FrozenSet),
            (GlobalKind.Complex, [var real, var imaginary]) => new Complex(Real(real), Real(imaginary)),
            (GlobalKind.Slice, [var start, var stop, var step]) => new PickleSlice(Settle(start), Settle(stop), Settle(step)),
            (GlobalKind.OrderedDict, []) => new PickleDict { IsOrderedDict = true },
            (GlobalKind.OrderedDict, [List<object?> pairs]) => MakeOrderedDict(pairs),
            // What Paddle writes for a tensor of a static graph; the one use of eval, matched and never evaluated.
            (GlobalKind.Eval, ["data", PickleDict { Count: 1 } names]) when names.TryGetValue("data", out object? data) => data,
            _ => throw fail($"{callee} is called with arguments that no data file needs ({arguments.Count} of them); nothing was run", null),
        };
    }

    public object? Build(object? target, object? state)
    {
        switch (target)
        {
            case PendingArray { Value: null } array when state is PickleTuple { Count: 5 } parts:
                Charged(parts[4]);
                return array.Value = _numpy.MakeArray(parts);
            case PendingType type when state is PickleTuple parts:
                _numpy.SetByteOrder(type, parts);
                return type;
            default:
                throw fail($"a state is given to {Describe(target)}, which takes none like it", null);
        }
    }

    public object?[] Settle(object?[] items)
    {
        for (int i = 0; i < items.Length; i++)
            items[i] = Settle(items[i]);
        return items;
    }

    /// <summary>The value that may stand in a container. Recursion is bounded: the depth of tuples is.</summary>
    public object? Settle(object? value)
    {
        switch (value)
        {
            case Blob blob:
                return blob.Value;
            case PendingArray { Value: { } array }:
                return array;
            case PickleTuple { Settled: false } tuple:
                tuple.Settled = true;
                Settle(tuple.Items);
                return tuple;
            case Unsettled:
                throw fail($"{value} stands where a value should", "Save plain values: tensors, numbers, text.");
            default:
                return value;
        }
    }

    public void SetItems(PickleDict dict, object?[] items)
    {
        if (items.Length % 2 != 0)
            throw fail("a dict gets a key without a value", null);
        for (int i = 0; i < items.Length; i += 2)
            dict[Key(items[i])] = Settle(items[i + 1]);
    }

    public PickleSet MakeSet(object?[] items, bool frozen)
    {
        var set = new PickleSet { IsFrozen = frozen };
        foreach (object? item in items)
            set.Add(Key(item));
        return set;
    }

    /// <summary>A value as a key: hashable, and short enough that hashing it over and over takes no time to speak of.</summary>
    public object? Key(object? value)
    {
        object? key = Settle(value) is NumpyScalar scalar ? scalar.ToPlain() : Settle(value);
        int room = MaxKeyLength;
        Weigh(key, ref room);
        _keyBudget -= MaxKeyLength - room;
        return _keyBudget >= 0 ? key : throw fail("the same long keys are used more often than any data file does", null);
    }

    private void Weigh(object? key, ref int room)
    {
        room -= 1 + key switch
        {
            null or bool or long or double or Complex or PickleTuple => 0,
            BigInteger big => big.GetByteCount(),
            string text => text.Length,
            byte[] bytes => bytes.Length,
            _ => throw fail($"{Describe(key)} is used as a key", null),
        };
        if (room < 0)
            throw fail($"a key is longer than {MaxKeyLength} characters", null);
        if (key is PickleTuple tuple)
        {
            foreach (object? item in tuple)
                Weigh(item, ref room);
        }
    }

    private PickleDict MakeOrderedDict(List<object?> pairs)
    {
        var dict = new PickleDict { IsOrderedDict = true };
        foreach (object? pair in Copied(pairs))
        {
            if (pair is not IReadOnlyList<object?> { Count: 2 } entry)
                throw fail("an OrderedDict is made of something other than pairs", null);
            dict[Key(entry[0])] = Settle(entry[1]);
        }
        return dict;
    }

    private object Encode(object text)
    {
        if (text is Blob blob)
            return blob.AsBytes();
        string characters = (string)Charged(text)!;
        var bytes = new byte[characters.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = ByteOf(characters[i], fail);
        return bytes;
    }

    private double Real(object? number) => number switch
    {
        double d => d,
        long i => i,
        _ => throw fail($"a complex number is made of {Describe(number)}", null),
    };

    private object?[] Copied(IReadOnlyCollection<object?> items)
    {
        Charge(items.Count);
        return [.. items];
    }

    private object? Charged(object? data)
    {
        Charge(data switch
        {
            byte[] bytes => bytes.Length,
            string text => text.Length,
            Blob blob => blob.StoredLength,
            _ => 0,
        });
        return data;
    }

    /// <summary>
    /// Every copy of data is paid for with bytes of the file, so that a short file cannot make a large tree by copying one part again and again.
    /// Writers store each array's bytes once; small constants are shared, and free.
    /// </summary>
    private void Charge(long amount)
    {
        if (amount <= FreeCopy)
            return;
        _budget -= amount;
        if (_budget < 0)
            throw fail("the same data is copied into more values than the file holds bytes for", null);
    }
}
