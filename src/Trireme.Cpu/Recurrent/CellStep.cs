using System.Numerics;
using System.Numerics.Tensors;

namespace Trireme.Cpu.Recurrent;

/// <summary>
/// What one step does once the products are known, for some sequences of the batch: gates, new states, output. Gates holds what input and
/// state contribute (for GRU the state's part is in Product), and their activations afterwards.
/// </summary>
internal unsafe struct CellStep<T> : IRangeBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Hidden, GateCount, Time, OutputStride;
    public bool IsRelu;
    public T* Gates, Product, Candidate, HiddenBefore, HiddenAfter, CellBefore, CellAfter, Output;

    /// <summary>Lengths of the sequences, or null where all are as long as the batch.</summary>
    public int* Lengths;

    /// <summary>About how many elementary operations a sequence takes.</summary>
    public readonly long Cost => (long)Hidden * (GateCount == 1 ? 8 : 40);

    public readonly void Run(int start, int end)
    {
        for (int b = start; b < end; b++)
        {
            long row = (long)b * Hidden;
            Span<T> before = new(HiddenBefore + row, Hidden), after = new(HiddenAfter + row, Hidden), output = new(Output + ((long)b * OutputStride), Hidden);
            if (Lengths != null && Time >= Lengths[b])
            {
                before.CopyTo(after);
                if (GateCount == 4)
                    new ReadOnlySpan<T>(CellBefore + row, Hidden).CopyTo(new Span<T>(CellAfter + row, Hidden));
                output.Clear();
                continue;
            }
            var gates = new Span<T>(Gates + ((long)b * GateCount * Hidden), GateCount * Hidden);
            switch (GateCount)
            {
                case 4:
                    Lstm(gates, new ReadOnlySpan<T>(CellBefore + row, Hidden), new Span<T>(CellAfter + row, Hidden), after);
                    break;
                case 3:
                    Gru(gates, new ReadOnlySpan<T>(Product + ((long)b * 3 * Hidden), 3 * Hidden), new Span<T>(Candidate + row, Hidden), before, after);
                    break;
                default:
                    if (IsRelu)
                        TensorPrimitives.Max(gates, T.Zero, gates);
                    else
                        GateFunctions.Tanh<T>(gates, gates);
                    gates.CopyTo(after);
                    break;
            }
            after.CopyTo(output);
        }
    }

    // c = f·c' + i·g, h = o·tanh c.
    private static void Lstm(Span<T> gates, ReadOnlySpan<T> cellBefore, Span<T> cell, Span<T> after)
    {
        int n = cell.Length;
        Span<T> i = gates[..n], f = gates[n..(2 * n)], g = gates[(2 * n)..(3 * n)], o = gates[(3 * n)..];
        GateFunctions.Sigmoid(gates[..(2 * n)]);
        GateFunctions.Tanh<T>(g, g);
        GateFunctions.Sigmoid(o);
        TensorPrimitives.Multiply(i, g, cell);
        TensorPrimitives.MultiplyAdd(f, cellBefore, cell, cell);
        GateFunctions.Tanh<T>(cell, after);
        TensorPrimitives.Multiply(after, o, after);
    }

    // c = tanh(x + r·p) with the state's part p, h = z·(h' − c) + c.
    private static void Gru(Span<T> gates, ReadOnlySpan<T> product, Span<T> candidate, ReadOnlySpan<T> before, Span<T> after)
    {
        int n = candidate.Length;
        Span<T> both = gates[..(2 * n)], r = gates[..n], z = gates[n..(2 * n)], c = gates[(2 * n)..];
        TensorPrimitives.Add(both, product[..(2 * n)], both);
        GateFunctions.Sigmoid(both);
        product[(2 * n)..].CopyTo(candidate);
        TensorPrimitives.MultiplyAdd(r, candidate, c, c);
        GateFunctions.Tanh<T>(c, c);
        TensorPrimitives.Subtract(before, c, after);
        TensorPrimitives.MultiplyAdd(after, z, c, after);
    }
}
