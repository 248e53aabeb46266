namespace Trireme.Tests.Core.Tensors;

public sealed class PrintingTests
{
    private const string Blanks = "       ";

    private static string Body(Tensor x) => x.ToString().Split('\n', 2)[1];

    [Fact]
    public void Header_and_values_stand_as_in_paddle()
    {
        Tensor x = Tensor.From<float>([1.1140517f], (1, 1));
        x.StopGradient = false;
        Assert.Equal($"Tensor(shape=[1, 1], dtype=float32, place=Place(cpu), stop_gradient=False,\n{Blanks}[[1.11405170]])", x.ToString());
    }

    [Fact]
    public void Whole_numbers_end_in_a_point_and_columns_align()
    {
        Assert.Equal($"{Blanks}[ 1.        , -2.50000000,  0.12345679])", Body(Tensor.From<float>([1, -2.5f, 0.12345679f], 3)));
        Assert.Equal($"{Blanks}[[1., 2.],\n{Blanks} [3., 4.]])", Body(Tensor.From<float>([1, 2, 3, 4], (2, 2))));
        Assert.Equal($"{Blanks}[[[1, 2]],\n\n{Blanks} [[3, 4]]])", Body(Tensor.From<long>([1, 2, 3, 4], (2, 1, 2))));
        Assert.Equal($"{Blanks}[True , False])", Body(Tensor.From([true, false], 2)));
        Assert.Equal($"{Blanks}[-1,  2])", Body(Tensor.From<int>([-1, 2], 2)));
    }

    [Fact]
    public void Scalars_and_empty_tensors_have_no_brackets_and_no_elements()
    {
        Assert.Equal($"Tensor(shape=[], dtype=float32, place=Place(cpu), stop_gradient=True,\n{Blanks}0.50000000)", Tensor.From<float>([0.5f], default).ToString());
        Assert.Equal($"{Blanks}[])", Body(Tensor.From<float>([], (0, 3))));
        Assert.Equal($"{Blanks}nan)", Body(Tensor.From<float>([float.NaN], default)));
        Assert.Equal($"{Blanks}inf.)", Body(Tensor.From<double>([double.PositiveInfinity], default)));
    }

    [Fact]
    public void Half_way_cases_go_to_the_even_digit()
        => Assert.Equal($"{Blanks}[0.00195312, 0.00585938])", Body(Tensor.From<float>([1 / 512f, 3 / 512f], 2)));

    [Fact]
    public void Long_lines_break_and_large_tensors_are_summarized()
    {
        Assert.Equal($"{Blanks}[0.50000000, 1.50000000, 2.50000000, 3.50000000, 4.50000000, 5.50000000,\n{Blanks} 6.50000000])",
            Body(Tensor.From<float>([.5f, 1.5f, 2.5f, 3.5f, 4.5f, 5.5f, 6.5f], 7)));
        Tensor large = Tensor.From<long>(Enumerable.Range(0, 1001).Select(i => (long)i).ToArray(), 1001);
        Assert.Equal($"{Blanks}[0   , 1   , 2   , ..., 998 , 999 , 1000])", Body(large));
        string rows = Body(Tensor.From<float>(new float[2000], (1000, 2)));
        Assert.Equal($"{Blanks}[[0., 0.],\n{Blanks} [0., 0.],\n{Blanks} [0., 0.],\n{Blanks} ...,\n{Blanks} [0., 0.],\n{Blanks} [0., 0.],\n{Blanks} [0., 0.]])", rows);
    }

    [Fact]
    public void Options_change_what_is_printed()
    {
        PrintOptions before = PrintOptions.Current;
        try
        {
            PrintOptions.Current = new PrintOptions(Precision: 4, SciMode: true);
            Assert.Equal($"{Blanks}[1.5000e+00, 1.0000e-05])", Body(Tensor.From<double>([1.5, 1e-5], 2)));
        }
        finally
        {
            PrintOptions.Current = before;
        }
    }

    [Theory]
    [InlineData("[0.06991791]", new[] { 0.06991791f })]
    [InlineData("[1.   0.25]", new[] { 1f, 0.25f })]
    [InlineData("[33.513912]", new[] { 33.513912f })]
    [InlineData("[-1.5  2. ]", new[] { -1.5f, 2f })]
    [InlineData("[1.e-05 1.e+00]", new[] { 1e-5f, 1f })]
    [InlineData("[1.25e-05 1.00e+00]", new[] { 1.25e-5f, 1f })]
    [InlineData("[nan inf  1.]", new[] { float.NaN, float.PositiveInfinity, 1f })]
    public void Arrays_print_as_numpy_prints_them(string expected, float[] values) => Assert.Equal(expected, NumpyText.Of<float>(values));

    [Fact]
    public void Nested_arrays_integers_and_bools_print_as_numpy_prints_them()
    {
        Assert.Equal("[[ 1 -2]\n [30  4]]", NumpyText.Of<long>([1, -2, 30, 4], (2, 2)));
        Assert.Equal("[ True False]", NumpyText.Of<bool>([true, false]));
        Assert.Equal("0.5", NumpyText.Of<float>([0.5f], default(Shape)));
        Assert.Equal("[  0   1   2 ... 998 999 1000]".Replace("  0   1   2", "   0    1    2").Replace("998 999", " 998  999"),
            NumpyText.Of<int>(Enumerable.Range(0, 1001).ToArray()));
        Assert.Equal("[]", NumpyText.Of<float>([]));
    }

    [Fact]
    public void Long_arrays_break_where_numpy_breaks_them()
    {
        float[] values = Enumerable.Range(0, 30).Select(i => i / 7f).ToArray();
        Assert.Equal("[0.         0.14285715 0.2857143  0.42857143 0.5714286  0.71428573\n 0.85714287 1.         1.1428572  1.2857143  1.4285715  1.5714285\n"
            + " 1.7142857  1.8571428  2.         2.142857   2.2857144  2.4285715\n 2.5714285  2.7142856  2.857143   3.         3.142857   3.2857144\n"
            + " 3.4285715  3.5714285  3.7142856  3.857143   4.         4.142857  ]", NumpyText.Of<float>(values));
        Assert.Equal("[[0.         0.14285715 0.2857143  0.42857143 0.5714286  0.71428573\n  0.85714287 1.         1.1428572  1.2857143  1.4285715  1.5714285 ]\n"
            + " [1.7142857  1.8571428  2.         2.142857   2.2857144  2.4285715\n  2.5714285  2.7142856  2.857143   3.         3.142857   3.2857144 ]]",
            NumpyText.Of<float>(values.AsSpan(0, 24), (2, 12)));
    }
}
