using System.Buffers.Binary;
using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using Trireme.Formats.Npy;

namespace Trireme.Formats.Pickle;

/// <summary>Writes one pickle: values by the instructions of the protocol, arrays as NumPy itself pickles them.</summary>
internal sealed class PickleWriter
{
    // As many as Python's own pickler puts behind one MARK.
    private const int Batch = 1000;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly PickleStream _out;
    private readonly int _protocol;
    private readonly NumpyWriter _numpy;

    public PickleWriter(Stream stream, int protocol)
    {
        Require(protocol);
        _protocol = protocol;
        _out = new PickleStream(stream, protocol);
        _numpy = new NumpyWriter(_out, this);
    }

    public static void Require(int protocol)
    {
        if (protocol is < 2 or > 4)
            throw new InvalidArgumentException($"pickle: protocol {protocol} cannot be written.", "Known are 2, 3 and 4.", "Pass 4, or 2 for Python 2.");
    }

    public void WriteWhole(object? value)
    {
        _out.Write(Opcode.Proto);
        _out.WriteByte((byte)_protocol);
        Write(value, 0);
        _out.Write(Opcode.Stop);
    }

    public void Write(object? value, int depth)
    {
        if (depth > PickleTreeCheck.MaxDepth)
            throw PickleTreeCheck.TooDeepToWrite();
        switch (value)
        {
            case null: _out.Write(Opcode.None); break;
            case bool b: _out.Write(b ? Opcode.NewTrue : Opcode.NewFalse); break;
            case long or int or short or sbyte or byte or ushort or uint: WriteInteger(Convert.ToInt64(value)); break;
            case ulong u: WriteBig(u); break;
            case BigInteger big: WriteBig(big); break;
            case double d: WriteDouble(d); break;
            case float f: WriteDouble(f); break;
            case string text: WriteText(text); break;
            case byte[] bytes: _out.WriteBytes(bytes); break;
            case Complex c: Call("complex", c.Real, c.Imaginary); break;
            case NumpyArray array: _numpy.Write(array); break;
            case ArraySlice slice: _numpy.Write(slice); break;
            case NumpyScalar scalar: _numpy.Write(scalar); break;
            case PickleTuple tuple: WriteTuple(tuple.Items, depth); break;
            case PickleSet set: WriteSet(set, depth); break;
            case PickleSlice slice: Call("slice", slice.Start, slice.Stop, slice.Step); break;
            case PickleDict dict: WriteDict(dict, dict.IsOrderedDict, depth); break;
            case IDictionary dict: WriteDict(PickleDict.Entries(dict), ordered: false, depth); break;
            case ITuple tuple: WriteTuple([.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i])], depth); break;
            case IList list: WriteList(list.Cast<object?>(), depth); break;
            default:
                throw new InvalidArgumentException(
                    $"pickle: a {value.GetType().Name} cannot be written.",
                    "Known are null, bool, integers, floats, text, byte[], arrays, lists, tuples, dicts and sets.",
                    "Convert it to one of these.");
        }
    }

    /// <summary>An integer by the shortest instruction.</summary>
    public void WriteInteger(long value)
    {
        switch (value)
        {
            case >= 0 and <= byte.MaxValue:
                _out.Write(Opcode.BinInt1);
                _out.WriteByte((byte)value);
                break;
            case >= 0 and <= ushort.MaxValue:
                _out.Write(Opcode.BinInt2);
                _out.WriteUInt16((ushort)value);
                break;
            case >= int.MinValue and <= int.MaxValue:
                _out.Write(Opcode.BinInt);
                _out.WriteUInt32((uint)(int)value);
                break;
            default:
                WriteBig(value);
                break;
        }
    }

    public void WriteText(string text)
    {
        byte[] utf8;
        try
        {
            utf8 = Strict.GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new InvalidArgumentException("pickle: a text cannot be written.", $"Half a surrogate pair stands at index {e.Index}.", "Write it as bytes.");
        }
        _out.WriteText(utf8);
    }

    public void WriteTuple(object?[] items, int depth)
    {
        if (items.Length > 3)
            _out.Write(Opcode.Mark);
        foreach (object? item in items)
            Write(item, depth + 1);
        _out.Write(items.Length switch { 0 => Opcode.EmptyTuple, 1 => Opcode.Tuple1, 2 => Opcode.Tuple2, 3 => Opcode.Tuple3, _ => Opcode.Tuple });
    }

    private void WriteBig(BigInteger value)
    {
        byte[] bytes = value.IsZero ? [] : value.ToByteArray();
        if (bytes.Length <= byte.MaxValue)
        {
            _out.Write(Opcode.Long1);
            _out.WriteByte((byte)bytes.Length);
        }
        else
        {
            _out.Write(Opcode.Long4);
            _out.WriteUInt32((uint)bytes.Length);
        }
        _out.Write(bytes);
    }

    private void WriteDouble(double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        _out.Write(Opcode.BinFloat);
        _out.Write(bytes);
    }

    private void Call(string builtin, params object?[] arguments)
    {
        _out.WriteGlobal(_out.Builtins, builtin);
        WriteTuple(arguments, 0);
        _out.Write(Opcode.Reduce);
    }

    private void WriteList(IEnumerable<object?> items, int depth)
    {
        _out.Write(Opcode.EmptyList);
        foreach (object?[] batch in items.Chunk(Batch))
        {
            _out.Write(Opcode.Mark);
            foreach (object? item in batch)
                Write(item, depth + 1);
            _out.Write(Opcode.Appends);
        }
    }

    private void WriteDict(IEnumerable<KeyValuePair<object?, object?>> items, bool ordered, int depth)
    {
        if (ordered)
        {
            _out.WriteGlobal("collections", "OrderedDict");
            _out.Write(Opcode.EmptyTuple);
            _out.Write(Opcode.Reduce);
        }
        else
        {
            _out.Write(Opcode.EmptyDict);
        }
        foreach (KeyValuePair<object?, object?>[] batch in items.Chunk(Batch))
        {
            _out.Write(Opcode.Mark);
            foreach ((object? key, object? value) in batch)
            {
                RequireHashable(key);
                Write(key, depth + 1);
                Write(value, depth + 1);
            }
            _out.Write(Opcode.SetItems);
        }
    }

    private void WriteSet(PickleSet set, int depth)
    {
        foreach (object? item in set)
            RequireHashable(item);
        if (_protocol < 4)
        {
            _out.WriteGlobal(_out.Builtins, set.IsFrozen ? "frozenset" : "set");
            WriteList(set, depth);
            _out.Write(Opcode.Tuple1);
            _out.Write(Opcode.Reduce);
            return;
        }
        if (!set.IsFrozen)
            _out.Write(Opcode.EmptySet);
        _out.Write(Opcode.Mark);
        foreach (object? item in set)
            Write(item, depth + 1);
        _out.Write(set.IsFrozen ? Opcode.FrozenSet : Opcode.AddItems);
    }

    private static void RequireHashable(object? key)
    {
        if (key is PickleTuple tuple)
        {
            foreach (object? item in tuple)
                RequireHashable(item);
        }
        else if (key is PickleDict or PickleSet { IsFrozen: false } or NumpyArray or (IList and not byte[]) or IDictionary)
        {
            throw new InvalidArgumentException(
                $"pickle: a {key.GetType().Name} cannot be a key.", "Python has to hash it.", "Use numbers, text or tuples of them.");
        }
    }
}
