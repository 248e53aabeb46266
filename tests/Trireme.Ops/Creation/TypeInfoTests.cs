using Xunit;

namespace Trireme.Tests.Ops.Creation;

public class TypeInfoTests
{
    [Fact]
    public void Floating_point_types_have_the_limits_of_dotnets()
    {
        FloatInfo half = Paddle.Finfo("float16"), single = Paddle.Finfo(DType.Float32), full = Paddle.Finfo(DType.Float64), brain = Paddle.Finfo("bfloat16");
        Assert.Equal(((double)Half.MaxValue, (double)Half.MinValue, 0.0009765625, 6.103515625e-05), (half.Max, half.Min, half.Eps, half.Tiny));
        Assert.Equal((float.MaxValue, float.MinValue, MathF.BitIncrement(1) - 1, 1.17549435e-38f),
            ((float)single.Max, (float)single.Min, (float)single.Eps, (float)single.SmallestNormal));
        Assert.Equal((double.MaxValue, double.MinValue, Math.BitIncrement(1) - 1, 2.2250738585072014e-308), (full.Max, full.Min, full.Eps, full.Tiny));
        Assert.Equal((3.3895313892515355e+38, 0.0078125, 1.1754943508222875e-38), (brain.Max, brain.Eps, brain.Tiny));
        Assert.Equal((16, 16, 32, 64), (half.Bits, brain.Bits, single.Bits, full.Bits));
        Assert.Equal((1e-3, 1e-2, 1e-6, 1e-15), (half.Resolution, brain.Resolution, single.Resolution, full.Resolution));
        Assert.Throws<InvalidArgumentException>(() => Paddle.Finfo("int32"));
    }

    [Fact]
    public void Integer_types_have_the_limits_of_dotnets()
    {
        Check<byte>(byte.MinValue, byte.MaxValue);
        Check<sbyte>(sbyte.MinValue, sbyte.MaxValue);
        Check<short>(short.MinValue, short.MaxValue);
        Check<int>(int.MinValue, int.MaxValue);
        Check<long>(long.MinValue, long.MaxValue);
        Check<ulong>(ulong.MinValue, ulong.MaxValue);
        Assert.Throws<InvalidArgumentException>(() => Paddle.Iinfo("bool"));
        Assert.Throws<InvalidArgumentException>(() => Paddle.Iinfo("float32"));
    }

    private static unsafe void Check<T>(Int128 min, Int128 max)
        where T : unmanaged
        => Assert.Equal(new IntInfo(DType.Of<T>(), sizeof(T) * 8, min, max), Paddle.Iinfo(DType.Of<T>()));

    [Fact]
    public void Tensors_become_lists()
    {
        Assert.Equal([new List<object> { 1.0, 2.0 }, new List<object> { 3.0, 4.5 }], (List<object>)Paddle.ToTensor(new[,] { { 1f, 2 }, { 3, 4.5f } }).Tolist());
        Assert.Equal([true, false], (List<object>)Paddle.ToTensor(new[] { true, false }).Tolist());
        Assert.Equal([1L, -2L], (List<object>)Paddle.ToTensor(new short[] { 1, -2 }).Tolist());
        Assert.Equal(ulong.MaxValue, Paddle.ToTensor(ulong.MaxValue).Tolist());
        Assert.Equal([new List<object>(), new List<object>()], (List<object>)Paddle.Zeros([2, 0]).Tolist());
    }

    [Fact]
    public void Shapes_are_tensors()
    {
        Tensor shape = Paddle.Shape(Paddle.Zeros([2, 0, 5]));
        Assert.Equal(("int32", "[3]"), (shape.DType.Name, shape.Shape.ToString()));
        Assert.Equal([2, 0, 5], shape.ToArray<int>());
        Assert.Equal(0, Paddle.Shape(Paddle.ToTensor(1.0)).Size);
        Assert.Equal("Place(cpu)", Paddle.CPUPlace().ToString());
    }
}
