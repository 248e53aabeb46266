using System.Text.Json;
using Trireme.Formats.Npy;

namespace Trireme.Tests.Golden;

/// <summary>Between the arrays of the golden vectors and tensors, with the comparison rule of the conformance README.</summary>
public static class GoldenTensors
{
    public static bool CanHold(NumpyArray array) => array.Descr is "<f4" or "<f8" or "<f2" or "|i1" or "<i2" or "<i4" or "<i8" or "|u1" or "|b1";

    public static Tensor Load(GoldenCase c, string key)
    {
        NumpyArray array = GoldenSet.Array(c.File, key);
        Shape shape = array.Shape;
        return array.Descr switch
        {
            "<f4" => Tensor.From<float>(array.AsSpan<float>(), shape),
            "<f8" => Tensor.From<double>(array.AsSpan<double>(), shape),
            "<f2" => Tensor.From<Half>(array.AsSpan<Half>(), shape),
            "|i1" => Tensor.From<sbyte>(array.AsSpan<sbyte>(), shape),
            "<i2" => Tensor.From<short>(array.AsSpan<short>(), shape),
            "<i4" => Tensor.From<int>(array.AsSpan<int>(), shape),
            "<i8" => Tensor.From<long>(array.AsSpan<long>(), shape),
            "|u1" => Tensor.From<byte>(array.AsSpan<byte>(), shape),
            "|b1" => Tensor.From<bool>(array.AsSpan<bool>(), shape),
            _ => throw new NotSupportedException($"No tensor holds {array.Descr}."),
        };
    }

    public static object LoadInput(GoldenCase c, JsonElement value)
        => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(k => Load(c, k.GetString()!)).ToArray() : Load(c, value.GetString()!);

    /// <summary>What differs, or null.</summary>
    public static string? Compare(Tensor got, NumpyArray want, double rtol, double atol, string what)
    {
        Shape shape = want.Shape;
        if (got.Shape != shape)
            return $"{what}: shape {got.Shape} instead of {shape}";
        for (int i = 0; i < want.Length; i++)
        {
            double w = Element(want, i), g = got.ItemAt<double>(i);
            bool exact = want.Kind is 'i' or 'u' or 'b';
            if (exact ? g == w : double.IsNaN(w) ? double.IsNaN(g) : g == w || Math.Abs(g - w) <= atol + (rtol * Math.Abs(w)))
                continue;
            return $"{what}[{i}] of {shape}: got {g:R}, want {w:R}, |difference| {Math.Abs(g - w):E2}, allowed {atol + (rtol * Math.Abs(w)):E2}";
        }
        return null;
    }

    private static double Element(NumpyArray a, int i) => a.Descr switch
    {
        "<f4" => a.AsSpan<float>()[i],
        "<f8" => a.AsSpan<double>()[i],
        "<f2" => (double)a.AsSpan<Half>()[i],
        "|i1" => a.AsSpan<sbyte>()[i],
        "<i2" => a.AsSpan<short>()[i],
        "<i4" => a.AsSpan<int>()[i],
        "<i8" => a.AsSpan<long>()[i],
        "|u1" => a.AsSpan<byte>()[i],
        "|b1" => a.AsSpan<byte>()[i],
        _ => throw new NotSupportedException($"No comparison for {a.Descr}."),
    };
}
