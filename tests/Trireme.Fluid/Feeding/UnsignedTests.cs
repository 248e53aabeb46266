using Trireme.Fluid;
using Trireme.IO;
using Trireme.Static;

namespace Trireme.Tests.Fluid.Feeding;

/// <summary>uint64 in the programs of fluid.</summary>
public sealed class UnsignedTests
{
    [Fact]
    public void Data_casts_and_constants_of_uint64_are_fed_and_fetched()
    {
        using var scope = new ScopeGuard(new Scope());
        var main = new Program();
        using (new ProgramGuard(main, new Program()))
        {
            Variable x = Layers.Data("x", [2], dtype: "uint64"), words = Layers.Data("words", [1], dtype: "uint64", lodLevel: 1);
            Tensor[] wanted = [Layers.Cast(x, "int64"), Layers.Cast(Layers.Cast(x, "int64"), "uint64"), Layers.FillConstant([2], "uint64", 5) + x,
                Layers.SequenceLastStep(words)];
            Assert.Equal("int64 uint64 uint64 uint64", string.Join(' ', wanted.Select(w => w.DType)));
            LoDTensor sentences = Trireme.Fluid.Fluid.CreateLodTensor(new[,] { { 1UL }, { ulong.MaxValue }, { 1UL << 63 } }, [[2, 1]]);
            Assert.Equal(DType.UInt64, sentences.DType);
            Dictionary<string, Tensor> feed = new DataFeeder([x], Place.Cpu).Feed([new Sample(new[] { ulong.MaxValue, 7UL })]);
            feed["words"] = sentences;
            Tensor[] results = new Executor().Run(main, feed, [.. wanted.Select(w => (FetchTarget)(Variable)w)]);
            Assert.Equal([-1L, 7], results[0].ToArray<long>());
            Assert.Equal([ulong.MaxValue, 7], results[1].ToArray<ulong>());
            Assert.Equal([4UL, 12], results[2].ToArray<ulong>());
            Assert.Equal([ulong.MaxValue, 1UL << 63], results[3].ToArray<ulong>());
        }
    }
}
