using Trireme.Formats.Npy;

namespace Trireme.Formats.Pickle;

/// <summary>Writes arrays and NumPy scalars the way NumPy pickles them, under the module names that every NumPy knows.</summary>
internal sealed class NumpyWriter(PickleStream stream, PickleWriter values)
{
    private const string Multiarray = "numpy.core.multiarray";

    public void Write(NumpyArray array) => Write(array, array.Shape, 0, array.ByteLength);

    public void Write(ArraySlice slice)
        => Write(slice.Array, [slice.Count], (long)slice.Start * slice.Array.ItemSize, (long)slice.Count * slice.Array.ItemSize);

    public void Write(NumpyScalar scalar)
    {
        stream.WriteGlobal(Multiarray, "scalar");
        WriteType(scalar.Array.Type);
        stream.WriteBytes(scalar.Array, 0, scalar.Array.ByteLength);
        stream.Write(Opcode.Tuple2);
        stream.Write(Opcode.Reduce);
    }

    private void Write(NumpyArray array, int[] shape, long start, long length)
    {
        stream.WriteGlobal(Multiarray, "_reconstruct");
        stream.WriteGlobal("numpy", "ndarray");
        values.WriteInteger(0);
        stream.Write(Opcode.Tuple1);
        stream.Once("b", () => stream.WriteBytes("b"u8.ToArray()));
        stream.Write(Opcode.Tuple3);
        stream.Write(Opcode.Reduce);

        stream.Write(Opcode.Mark);
        values.WriteInteger(1);
        values.WriteTuple([.. shape.Select(d => (object?)d)], 0);
        WriteType(array.Type);
        stream.Write(Opcode.NewFalse);
        stream.WriteBytes(array, start, length);
        stream.Write(Opcode.Tuple);
        stream.Write(Opcode.Build);
    }

    private void WriteType(NumpyType type) => stream.Once(type, () =>
    {
        stream.WriteGlobal("numpy", "dtype");
        values.WriteText(type.Code);
        stream.Write(Opcode.NewFalse);
        stream.Write(Opcode.NewTrue);
        stream.Write(Opcode.Tuple3);
        stream.Write(Opcode.Reduce);
        stream.Write(Opcode.Mark);
        values.WriteInteger(3);
        values.WriteText(type.Descr[..1]);
        for (int i = 0; i < 3; i++)
            stream.Write(Opcode.None);
        values.WriteInteger(-1);
        values.WriteInteger(-1);
        values.WriteInteger(0);
        stream.Write(Opcode.Tuple);
        stream.Write(Opcode.Build);
    });
}
