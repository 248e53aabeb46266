using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class TrilTriuKernel : BytesKernel<TrilTriuOp>
{
    protected override void Run<T>(TrilTriuOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        int rows = x.Shape[-2], columns = x.Shape[-1];
        if (x.Length == 0)
            return;
        Workers.For(x.Length / columns, columns, (start, end) =>
        {
            for (int row = start; row < end; row++)
            {
                // Columns before the border belong to the lower part, those from it on to the upper.
                long after = (long)(row % rows) + op.Diagonal;
                int border = (int)Math.Clamp(op.Lower ? after + 1 : after, 0, columns);
                var from = new Span<T>(x.Pointer + ((long)row * columns), columns);
                var to = new Span<T>(y.Pointer + ((long)row * columns), columns);
                from.CopyTo(to);
                (op.Lower ? to[border..] : to[..border]).Clear();
            }
        });
    }
}
