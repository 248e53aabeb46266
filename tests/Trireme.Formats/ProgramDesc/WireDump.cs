using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Trireme.Formats.ProgramDesc;

namespace Trireme.Tests.Formats.ProgramDesc;

/// <summary>
/// A second reader of program files, written by hand from the list of fields and sharing nothing with the library, and the same listing
/// made from a description: the two must be one text.
/// </summary>
internal sealed class WireDump
{
    private readonly StringBuilder _text = new();

    public static string Of(byte[] file)
    {
        var dump = new WireDump();
        var program = Fields(file);
        if (program.Any(f => f.Number == 4))
            dump.Line($"version {(long)Sub(program, 4).FirstOrDefault(f => f.Number == 1).Value}");
        foreach (Field block in program.Where(f => f.Number == 1))
            dump.Block(Fields(block.Bytes));
        foreach (Field pair in program.Where(f => f.Number == 5).SelectMany(f => Fields(f.Bytes)))
        {
            var fields = Fields(pair.Bytes);
            dump.Line($"operator {Text(fields, 1)} {(int)Sub(fields, 2)[0].Value}");
        }
        return dump._text.ToString();
    }

    public static string Of(ProgramDescription program)
    {
        var dump = new WireDump();
        if (program.Version is { } version)
            dump.Line($"version {version}");
        foreach (BlockDescription block in program.Blocks)
        {
            dump.Line($"block {block.Index} in {block.ParentIndex} of {block.ForwardIndex}");
            foreach (VariableDescription v in block.Variables)
            {
                string tensor = v.ElementType is { } type ? $"{type} [{string.Join(",", v.Dims)}] {v.LodLevel}" : "";
                string reader = string.Join(";", v.ReaderTensors.Select(t => $"{t.ElementType} [{string.Join(",", t.Dims)}] {t.LodLevel}"));
                dump.Line($"var {v.Name} {(int)v.Kind} {tensor}{reader} {v.Persistable} {v.NeedCheckFeed} {v.IsParameter} {v.StopGradient}");
            }
            foreach (OperatorDescription op in block.Operators)
            {
                dump.Line($"op {op.Type} {op.IsTarget}");
                foreach ((string slot, string[] names) in op.Inputs)
                    dump.Line($" in {slot}: {string.Join(",", names)}");
                foreach ((string slot, string[] names) in op.Outputs)
                    dump.Line($" out {slot}: {string.Join(",", names)}");
                foreach ((string name, AttributeValue value) in op.Attributes)
                    dump.Line($" {name} {(int)value.Type} {string.Join(",", Items(value.Value))}");
            }
        }
        foreach (OperatorVersion version2 in program.OperatorVersions)
            dump.Line($"operator {version2.Operator} {version2.Version}");
        return dump._text.ToString();
    }

    private static IEnumerable<string> Items(object value)
        => value is Array list ? list.Cast<object>().Select(Item) : [Item(value)];

    private static string Item(object value) => value switch
    {
        float f => BitConverter.SingleToUInt32Bits(f).ToString("x8"),
        double d => BitConverter.DoubleToUInt64Bits(d).ToString("x16"),
        bool b => b ? "1" : "0",
        BlockReference block => $"{block.Index}",
        VariableReference variable => variable.Name,
        ScalarValue scalar => $"{scalar.Value.GetType().Name}:{(scalar.Value is System.Numerics.Complex c ? $"{Item(c.Real)}:{Item(c.Imaginary)}" : Item(scalar.Value))}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private void Block(List<Field> block)
    {
        Line($"block {(int)Number(block, 1)} in {(int)Number(block, 2)} of {(block.Any(f => f.Number == 5) ? (int)Number(block, 5) : -1)}");
        foreach (Field field in block.Where(f => f.Number == 3))
        {
            var v = Fields(field.Bytes);
            var type = Sub(v, 2);
            int kind = (int)Number(type, 1);
            int place = kind switch { 7 => 3, 8 => 2, 13 => 4, 25 => 8, 26 => 9, 27 => 10, 30 => 11, 31 => 12, _ => 0 };
            string tensor = place == 0 || type.All(f => f.Number != place) ? ""
                : place is 3 or 4 ? Leveled(Sub(type, place)) : $"{Tensor(Sub(type, place))} 0";
            string reader = kind == 15 && type.Any(f => f.Number == 5)
                ? string.Join(";", Sub(type, 5).Where(f => f.Number == 1).Select(f => Leveled(Fields(f.Bytes)))) : "";
            Line($"var {Text(v, 1)} {kind} {tensor}{reader} {Flag(v, 3)} {Flag(v, 4)} {Flag(v, 5)} {Flag(v, 6)}");
        }
        foreach (Field field in block.Where(f => f.Number == 4))
        {
            var op = Fields(field.Bytes);
            Line($"op {Text(op, 3)} {Flag(op, 5)}");
            foreach (Field slot in op.Where(f => f.Number is 1 or 2).OrderBy(f => f.Number))
            {
                var fields = Fields(slot.Bytes);
                Line($" {(slot.Number == 1 ? "in" : "out")} {Text(fields, 1)}: {string.Join(",", fields.Where(f => f.Number == 2).Select(f => Utf8(f.Bytes)))}");
            }
            foreach (Field attribute in op.Where(f => f.Number == 4))
                Attribute(Fields(attribute.Bytes));
        }
    }

    private void Attribute(List<Field> attribute)
    {
        int type = (int)Number(attribute, 2);
        int[] places = [3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21];
        IEnumerable<string> values = attribute.Where(f => f.Number == places[type]).SelectMany(f => type switch
        {
            2 or 5 or 13 or 14 => [Utf8(f.Bytes)],
            1 or 4 => Chunks(f.Bytes, 4).Select(b => BinaryPrimitives.ReadUInt32LittleEndian(b).ToString("x8")),
            12 or 15 => Chunks(f.Bytes, 8).Select(b => BinaryPrimitives.ReadUInt64LittleEndian(b).ToString("x16")),
            16 or 17 => [Scalar(Fields(f.Bytes))],
            _ => f.IsNumber ? [$"{(long)f.Value}"] : Packed(f.Bytes).Select(n => $"{(long)n}"),
        });
        Line($" {Text(attribute, 1)} {type} {string.Join(",", values)}");
    }

    private static string Scalar(List<Field> scalar) => Number(scalar, 1) switch
    {
        1 => $"Boolean:{Number(scalar, 2)}",
        2 => $"Int64:{(long)Number(scalar, 3)}",
        3 => $"Double:{BinaryPrimitives.ReadUInt64LittleEndian(scalar.First(f => f.Number == 4).Bytes):x16}",
        _ => "Complex:" + string.Join(":", Sub(scalar, 5).Select(f => BinaryPrimitives.ReadUInt64LittleEndian(f.Bytes).ToString("x16"))),
    };

    private static string Leveled(List<Field> tensor) => $"{Tensor(Sub(tensor, 1))} {(tensor.Any(f => f.Number == 2) ? Number(tensor, 2) : 0)}";

    private static string Tensor(List<Field> tensor)
    {
        var dims = tensor.Where(f => f.Number == 2).SelectMany(f => f.IsNumber ? [(long)f.Value] : Packed(f.Bytes).Select(n => (long)n));
        return $"{Number(tensor, 1)} [{string.Join(",", dims)}]";
    }

    private static IEnumerable<byte[]> Chunks(byte[] bytes, int size) => bytes.Chunk(size);

    private static List<ulong> Packed(byte[] bytes)
    {
        List<ulong> numbers = [];
        for (int i = 0; i < bytes.Length;)
            numbers.Add(Varint(bytes, ref i));
        return numbers;
    }

    private static ulong Varint(byte[] bytes, ref int i)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = bytes[i++];
            value |= (ulong)(b & 127) << shift;
            if (b < 128)
                return value;
        }
    }

    private static List<Field> Fields(byte[] bytes)
    {
        List<Field> fields = [];
        for (int i = 0; i < bytes.Length;)
        {
            int tag = (int)Varint(bytes, ref i);
            if ((tag & 7) == 0)
            {
                fields.Add(new Field(tag >> 3, true, Varint(bytes, ref i), []));
                continue;
            }
            int length = (tag & 7) switch { 1 => 8, 5 => 4, _ => (int)Varint(bytes, ref i) };
            fields.Add(new Field(tag >> 3, false, 0, bytes[i..(i + length)]));
            i += length;
        }
        return fields;
    }

    private static List<Field> Sub(List<Field> fields, int number) => Fields(fields.First(f => f.Number == number).Bytes);

    private static ulong Number(List<Field> fields, int number) => fields.First(f => f.Number == number).Value;

    private static bool Flag(List<Field> fields, int number) => fields.Any(f => f.Number == number && f.Value != 0);

    private static string Text(List<Field> fields, int number) => Utf8(fields.First(f => f.Number == number).Bytes);

    private static string Utf8(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    private void Line(string line) => _text.Append(line).Append('\n');

    private readonly record struct Field(int Number, bool IsNumber, ulong Value, byte[] Bytes);
}
