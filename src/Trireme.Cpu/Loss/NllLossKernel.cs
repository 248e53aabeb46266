using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class NllLossKernel : FloatKernel<NllLossOp>
{
    protected override void Run<T>(NllLossOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X");
        Data<long> labels = k.In<long>("Label");
        (_, int classes, int inner) = x.Split(1);
        Labels.Check(labels, classes, op.IgnoreIndex, op.Info.Type);
        T* weight = k.Has("Weight") ? k.In<T>("Weight").Pointer : null, y = k.Out<T>("Out").Pointer;
        for (int i = 0; i < labels.Length; i++)
        {
            long label = labels[i];
            if (label == op.IgnoreIndex)
                y[i] = T.Zero;
            else
                y[i] = -(weight == null ? T.One : weight[label]) * x.Pointer[((((long)(i / inner) * classes) + label) * inner) + (i % inner)];
        }
    }
}

internal sealed unsafe class NllLossGradKernel : FloatKernel<NllLossGradOp>
{
    protected override void Run<T>(NllLossGradOp op, KernelContext k)
    {
        Data<T> dx = k.Out<T>("XGrad");
        Data<long> labels = k.In<long>("Label");
        (_, int classes, int inner) = dx.Split(1);
        T* weight = k.Has("Weight") ? k.In<T>("Weight").Pointer : null, dy = k.In<T>("OutGrad").Pointer;
        dx.Span.Clear();
        for (int i = 0; i < labels.Length; i++)
        {
            long label = labels[i];
            if (label != op.IgnoreIndex)
                dx.Pointer[((((long)(i / inner) * classes) + label) * inner) + (i % inner)] = -(weight == null ? T.One : weight[label]) * dy[i];
        }
    }
}
