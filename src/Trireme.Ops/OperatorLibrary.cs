using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Trireme.Operators;

/// <summary>The operators. Loading this assembly registers them; Core does so when the first operator runs.</summary>
public static class OperatorLibrary
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Core finds the operators when this assembly is loaded.")]
    internal static void Register() => OperatorServices.Register(new Services());

    private sealed class Services : OperatorServices
    {
        public override Tensor Add(Tensor x, Tensor y) => ElementwiseAddOp.Default.Apply(x, y);

        public override void AddInPlace(Tensor target, Tensor value) => AccumulateOp.Default.Apply(target, value);

        public override Tensor SumTo(Tensor x, Shape shape) => Reductions.SumTo(x, shape);

        public override Tensor Full(Shape shape, double value, DType dtype) => FillConstantOp.Of(shape, value, dtype);

        public override Op Sum => AddNOp.Default;

        public override Op Assign { get; } = new AssignOp();

        public override Op SumOfArrays { get; } = new SumOfArraysOp();

        public override Op Filling(TensorMeta like, double value) => like.Shape.IsKnown ? FillConstantOp.Record(like.Shape, value, like.DType) : new FillAnyLikeOp((float)value, like.DType);

        public override Tensor GetItem(Tensor x, ReadOnlySpan<TensorIndex> index) => TensorIndexing.GetItem(x, index);

        public override void SetItem(Tensor x, ReadOnlySpan<TensorIndex> index, Tensor value) => TensorIndexing.SetItem(x, index, value);
    }
}
