namespace Trireme.Operators;

/// <summary>Out = given values.</summary>
/// <param name="Shape">The result's dimensions.</param>
/// <param name="Dtype">The result's element type: bool, int32, int64, uint64, float32 or float64; others through float32.</param>
/// <param name="BoolValues">The values of bool, as 0 and 1.</param>
/// <param name="Fp32Values">The values of float32.</param>
/// <param name="Int32Values">The values of int32.</param>
/// <param name="Int64Values">The values of int64; those of uint64, where 2^63 and more are negative.</param>
/// <param name="Fp64Values">The values of float64.</param>
[Op("assign_value", "-> Out", NoGradient = "Its result is constant.")]
public sealed record AssignValueOp(Shape Shape, DType Dtype, int[]? BoolValues = null, float[]? Fp32Values = null, int[]? Int32Values = null, long[]? Int64Values = null,
    double[]? Fp64Values = null) : CompositeOp
{
    /// <summary>The operator that makes a tensor's values.</summary>
    /// <param name="tensor">The tensor.</param>
    internal static AssignValueOp Of(Tensor tensor) => tensor.DType.Kind switch
    {
        DTypeKind.Bool => new(tensor.Shape, tensor.DType, BoolValues: Array.ConvertAll(tensor.ToArray<bool>(), b => b ? 1 : 0)),
        DTypeKind.Int32 => new(tensor.Shape, tensor.DType, Int32Values: tensor.ToArray<int>()),
        DTypeKind.Int64 => new(tensor.Shape, tensor.DType, Int64Values: tensor.ToArray<long>()),
        DTypeKind.UInt64 => new(tensor.Shape, tensor.DType, Int64Values: tensor.Cast(DType.Int64).ToArray<long>()),
        DTypeKind.Float64 => new(tensor.Shape, tensor.DType, Fp64Values: tensor.ToArray<double>()),
        _ => new(tensor.Shape, tensor.DType, Fp32Values: tensor.Cast(DType.Float32).ToArray<float>()),
    };

    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = new TensorMeta(Shape, Dtype);

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        int count = Dtype.Kind switch
        {
            DTypeKind.Bool => BoolValues?.Length ?? 0,
            DTypeKind.Int32 => Int32Values?.Length ?? 0,
            DTypeKind.Int64 or DTypeKind.UInt64 => Int64Values?.Length ?? 0,
            DTypeKind.Float64 => Fp64Values?.Length ?? 0,
            _ => Fp32Values?.Length ?? 0,
        };
        c.Require(count == Shape.Numel, $"{count} values of type {Dtype} do not fill the shape {Shape}.");
        c["Out"] = Dtype.Kind switch
        {
            DTypeKind.Bool => Tensor.From<bool>(Array.ConvertAll(BoolValues!, v => v != 0), Shape),
            DTypeKind.Int32 => Tensor.From<int>(Int32Values, Shape),
            DTypeKind.Int64 => Tensor.From<long>(Int64Values, Shape),
            DTypeKind.UInt64 => Tensor.From<long>(Int64Values, Shape).Cast(Dtype),
            DTypeKind.Float64 => Tensor.From<double>(Fp64Values, Shape),
            DTypeKind.Float32 => Tensor.From<float>(Fp32Values, Shape),
            _ => Tensor.From<float>(Fp32Values, Shape).Cast(Dtype),
        };
    }
}
