using Trireme.Cpu.Kernels;
using Trireme.Operators;
using Trireme.Random;

namespace Trireme.Cpu.Sampling;

/// <summary>Zeroes elements at random and notes which ones stayed.</summary>
internal sealed unsafe class DropoutKernel : FloatKernel<DropoutOp>
{
    protected override void Run<T>(DropoutOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        byte* mask = k.Out<byte>("Mask").Pointer;
        T factor = T.CreateTruncating(op.Factor);
        if (op.IsTest)
        {
            for (int i = 0; i < x.Length; i++)
                (mask[i], y[i]) = (1, x[i] * factor);
            return;
        }
        RandomStream stream = op.FixSeed ? new RandomStream((ulong)op.Seed, 0) : Generator.Default.Next();
        // An element stays where its 32 random bits are at least the probability in 1/2³² parts.
        ulong bound = (ulong)Math.Round(op.DropoutProb * 4294967296.0);
        RandomRuns.Run(x.Length, 8, (start, end) =>
        {
            uint* words = stackalloc uint[RandomRuns.Tile];
            PhiloxBlocks.Fill(stream, start >> 2, (end - start + 3) / 4, words);
            for (int i = start; i < end; i++)
            {
                bool stays = words[i - start] >= bound;
                mask[i] = stays ? (byte)1 : (byte)0;
                y.Pointer[i] = stays ? x.Pointer[i] * factor : T.Zero;
            }
        });
    }
}

/// <summary>A factor where the mask is set, else 0.</summary>
internal sealed unsafe class DropoutGradKernel : FloatKernel<DropoutGradOp>
{
    protected override void Run<T>(DropoutGradOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        byte* mask = k.In<byte>("Mask").Pointer;
        T factor = T.CreateTruncating(op.Factor);
        Workers.For(x.Length, 2, (start, end) =>
        {
            for (int i = start; i < end; i++)
                y.Pointer[i] = mask[i] != 0 ? x.Pointer[i] * factor : T.Zero;
        });
    }
}
