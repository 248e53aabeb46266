using System.Numerics;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Optimizing;

internal sealed unsafe class FtrlKernel : FloatKernel<FtrlOp>
{
    protected override void Run<T>(FtrlOp op, KernelContext k)
    {
        Data<T> param = k.In<T>("Param");
        Workers.For(param.Length, 24, new Body<T>
        {
            Param = param.Pointer,
            Grad = k.In<T>("Grad").Pointer,
            Squares = k.In<T>("SquaredAccumulator").Pointer,
            Linear = k.In<T>("LinearAccumulator").Pointer,
            Rate = k.In<T>("LearningRate")[0],
            L1 = T.CreateTruncating(op.L1),
            L2 = T.CreateTruncating(2.0 * op.L2),
            Power = T.CreateTruncating(-op.LrPower),
            IsRoot = op.LrPower == -0.5f,
        });
    }

    private struct Body<T> : IRangeBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* Param, Grad, Squares, Linear;
        public T Rate, L1, L2, Power;
        public bool IsRoot;

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                T grad = Grad[i], before = Squares[i], after = before + (grad * grad);
                T scale = Scale(after);
                T linear = Linear[i] + grad - ((scale - Scale(before)) / Rate * Param[i]);
                Param[i] = T.Abs(linear) <= L1 ? T.Zero : ((linear < T.Zero ? -L1 : L1) - linear) / ((scale / Rate) + L2);
                Squares[i] = after;
                Linear[i] = linear;
            }
        }

        private readonly T Scale(T squares) => IsRoot ? T.Sqrt(squares) : T.Pow(squares, Power);
    }
}
