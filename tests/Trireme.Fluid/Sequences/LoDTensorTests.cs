using Trireme.Fluid;
using Trireme.Random;
using Fl = Trireme.Fluid.Fluid;

namespace Trireme.Tests.Fluid.Sequences;

public class LoDTensorTests
{
    [Fact]
    public void The_guides_two_level_example_prints_2_and_15()
    {
        LoDTensor a = Fl.CreateLodTensor(Paddle.Ones([15, 1], "int64"), [[3, 1, 2], [3, 2, 4, 1, 2, 3]], Place.Cpu);
        Assert.Equal(2, a.RecursiveSequenceLengths().Count);
        Assert.Equal(15, a.RecursiveSequenceLengths()[^1].Sum());
        Assert.Equal("[[0, 3, 4, 6], [0, 3, 5, 9, 10, 12, 15]]", a.Lod().ToString());
        Assert.Equal("[15, 1]", a.Shape.ToString());
        Assert.Equal("int64", a.DType.Name);
    }

    [Fact]
    public void The_guides_way_to_tensors_and_back()
    {
        LoDTensor a = Fl.CreateLodTensor(new[,] { { 1.1f }, { 2.2f }, { 3.3f }, { 4.4f } }, [[1, 3]], Place.Cpu);
        LodLists lod = a.Lod();
        var parts = new List<Tensor>();
        for (int i = 0; i < lod[0].Length - 1; i++)
            parts.Add(a[lod[0][i]..lod[0][i + 1]]);
        Assert.Equal(["[1, 1]", "[3, 1]"], parts.Select(p => p.Shape.ToString()));

        Tensor flattened = Paddle.Concat(parts, axis: 0).Cast("int64");
        var back = new LoDTensor();
        Assert.Equal("[0]", back.Shape.ToString());
        back.Set(flattened, Place.Cpu);
        back.SetLod([[0, parts[0].Shape[0], parts[0].Shape[0] + parts[1].Shape[0]]]);
        Assert.Equal("The LoD of the result: [[0, 1, 4]].", $"The LoD of the result: {back.Lod()}.");
        Assert.Equal("The array : [[1]\n [2]\n [3]\n [4]].", $"The array : {NumpyText.Of(back)}.");
        Assert.Equal([1L, 2, 3, 4], back.ToArray<long>());
    }

    [Fact]
    public void Sequences_must_cover_the_rows()
    {
        var tensor = new LoDTensor();
        Assert.True(tensor.HasValidRecursiveSequenceLengths());
        Assert.Empty(tensor.Lod());
        Assert.Equal("[]", tensor.RecursiveSequenceLengths().ToString());
        tensor.Set(new float[5, 2]);
        tensor.SetRecursiveSequenceLengths([[2, 1], [2, 0, 3]]);
        Assert.Equal([[0, 2, 3], [0, 2, 2, 5]], tensor.Lod());
        Assert.Contains("cover 4 rows", Assert.Throws<InvalidArgumentException>(() => tensor.SetLod([[0, 4]])).Message);
        Assert.Throws<InvalidArgumentException>(() => tensor.SetLod([[1, 5]]));
        Assert.Throws<InvalidArgumentException>(() => tensor.SetRecursiveSequenceLengths([[3], [2, 3]]));
        tensor.Set(new float[4, 2]);
        Assert.False(tensor.HasValidRecursiveSequenceLengths());
        tensor.SetLod([]);
        Assert.True(tensor.HasValidRecursiveSequenceLengths());
    }

    [Fact]
    public void Sentences_become_a_column()
    {
        LoDTensor words = Fl.CreateLodTensor([[1L, 3, 4, 5], [3], [6, 8]], [[4, 1, 2]], Place.Cpu);
        Assert.Equal("[7, 1]", words.Shape.ToString());
        Assert.Equal([1L, 3, 4, 5, 3, 6, 8], words.ToArray<long>());
        Assert.Contains("do not match", Assert.Throws<InvalidArgumentException>(() => Fl.CreateLodTensor([[1L], [2]], [[2]], Place.Cpu)).Message);
    }

    [Fact]
    public void Random_values_lie_between_both_ends()
    {
        using var seed = new Generator(5).UseOnThisThread();
        LoDTensor random = Fl.CreateRandomIntLodtensor([[2, 3], [10, 20, 30, 20, 20]], [2], Place.Cpu, 3, 6);
        Assert.Equal("[100, 2]", random.Shape.ToString());
        Assert.Equal([3L, 4, 5, 6], random.ToArray<long>().Distinct().Order());
        Assert.Equal([2, 3], random.RecursiveSequenceLengths()[0]);
    }

    [Fact]
    public void Computing_with_it_keeps_the_sequences()
    {
        LoDTensor a = Fl.CreateLodTensor(new float[4, 1], [[1, 3]]);
        Tensor b = a + 1;
        Assert.Equal("[[0, 1, 4]]", b.Lod?.ToString());
    }
}
