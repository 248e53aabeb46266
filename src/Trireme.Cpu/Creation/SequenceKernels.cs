using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Creation;

/// <summary>Evenly spaced numbers, each computed from its position, so that errors do not add up.</summary>
internal sealed class SequenceKernel : NumericKernel<SequenceOp>
{
    protected override void Run<T>(SequenceOp op, KernelContext k)
    {
        Data<T> y = k.Out<T>("Out");
        bool whole = !op.Dtype.IsFloating && op.Start == Math.Floor(op.Start) && op.Step == Math.Floor(op.Step);
        // Modulo 2^64, so that numbers of 2^63 and more come out as well.
        long first = whole ? (long)(Int128)op.Start : 0, step = whole ? (long)(Int128)op.Step : 0;
        for (int i = 0; i < y.Length; i++)
            y[i] = whole ? T.CreateTruncating(first + (i * step)) : T.CreateTruncating(op.Start + (i * op.Step));
        if (!double.IsNaN(op.End) && y.Length > 1)
        {
            // The second half is counted from the end, so that both ends are exact.
            for (int i = y.Length / 2; i < y.Length; i++)
                y[i] = T.CreateTruncating(op.End - ((y.Length - 1 - i) * op.Step));
        }
    }
}

/// <summary>The identity matrix.</summary>
internal sealed class EyeKernel : NumericKernel<EyeOp>
{
    protected override void Run<T>(EyeOp op, KernelContext k)
    {
        Data<T> y = k.Out<T>("Out");
        y.Span.Clear();
        int columns = y.Shape[1];
        for (int i = 0; i < Math.Min(y.Shape[0], columns); i++)
            y[(i * columns) + i] = T.One;
    }
}

/// <summary>The positions of a triangle's elements.</summary>
internal sealed class TriangleIndicesKernel : NumericKernel<TriangleIndicesOp>
{
    protected override void Run<T>(TriangleIndicesOp op, KernelContext k)
    {
        Data<T> y = k.Out<T>("Out");
        int count = y.Shape[1], at = 0;
        for (int row = 0; row < op.Rows; row++)
        {
            (int start, int end) = op.Range(row);
            for (int column = start; column < end; column++, at++)
            {
                y[at] = T.CreateTruncating(row);
                y[count + at] = T.CreateTruncating(column);
            }
        }
    }
}
