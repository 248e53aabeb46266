namespace Trireme.Tests.Ops.Indexing;

public sealed class IndexingTests
{
    private static Tensor Range(params int[] shape) => Tensor.From<float>(Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(i => (float)i).ToArray(), shape);

    private static Tensor Long(params long[] values) => Tensor.From<long>(values, values.Length);

    [Fact]
    public void Leading_positions_and_ranges_share_memory()
    {
        Tensor x = Range(4, 3);
        Assert.Same(x.Storage, x[1].Storage);
        Assert.Same(x.Storage, x[1..3].Storage);
        Assert.Same(x.Storage, x[2, 1].Storage);
        Assert.NotSame(x.Storage, x[.., 1].Storage);
        Assert.Equal([3f, 4, 5], x[1].ToArray<float>());
    }

    [Fact]
    public void Ranges_and_steps_read_as_in_python()
    {
        Tensor x = Range(2, 5);
        Assert.Equal([4f, 3, 2, 1, 0, 9, 8, 7, 6, 5], x[.., TensorIndex.Slice(step: -1)].ToArray<float>());
        Assert.Equal([4f, 2, 9, 7], x[.., TensorIndex.Slice(-1, 0, -2)].ToArray<float>());
        Assert.Equal([3f, 8], x[.., ^2].ToArray<float>());
        Assert.Equal([2, 0], x[.., 3..2].Shape.ToArray());
        Assert.Equal([1, 2, 1], x[TensorIndex.NewAxis, TensorIndex.Ellipsis, 1..2].Shape.ToArray());
        Assert.Equal([2f, 7], x[TensorIndex.Ellipsis, 2].ToArray<float>());
    }

    [Fact]
    public void Tensors_beside_each_other_keep_their_place_others_go_in_front()
    {
        Tensor x = Range(2, 3, 4, 5), i = Long(0, 2), j = Long(1, 3);
        Tensor beside = x[.., i, j], apart = x[.., i, .., j], withPosition = x[0, .., j];
        Assert.Equal([2, 2, 5], beside.Shape.ToArray());
        Assert.Equal([2, 2, 4], apart.Shape.ToArray());
        Assert.Equal([2, 3, 5], withPosition.Shape.ToArray());
        float[] values = x.ToArray<float>();
        for (int a = 0; a < 2; a++)
        {
            for (int b = 0; b < 2; b++)
            {
                long p = i.ItemAt<long>(b), q = j.ItemAt<long>(b);
                Assert.Equal(values[(((a * 3) + p) * 4 + q) * 5 + 2], beside[a, b, 2].Item<float>());
                Assert.Equal(values[(((a * 3) + p) * 4 + 3) * 5 + q], apart[b, a, 3].Item<float>());
            }
        }
        for (int b = 0; b < 2; b++)
            Assert.Equal(values[((0 + 2) * 4 + j.ItemAt<long>(b)) * 5 + 4], withPosition[b, 2, 4].Item<float>());
    }

    [Fact]
    public void Masks_select_elements_and_rows()
    {
        Tensor x = Range(2, 3);
        Assert.Equal([4f, 5], x[x > 3].ToArray<float>());
        Assert.Equal([3f, 4, 5], x[Tensor.From([false, true], 2)].ToArray<float>());
        Assert.Equal([1f, 4], x[.., Tensor.From([false, true, false], 3)].ToArray<float>());
        Assert.Equal([1, 2, 3], x[true].Shape.ToArray());
        Assert.Equal([0, 2, 3], x[false].Shape.ToArray());
    }

    [Fact]
    public void Tensors_broadcast_and_count_from_the_end()
    {
        Tensor x = Range(3, 4);
        Tensor rows = Tensor.From<long>([0, -1], [2, 1]), columns = Tensor.From<int>([1, -1], 2);
        Assert.Equal([1f, 3, 9, 11], x[rows, columns].ToArray<float>());
        Assert.Equal([2, 1, 4], x[rows].Shape.ToArray());
        Assert.Equal([4f, 5, 6, 7], x[Tensor.From<long>([1], default)].ToArray<float>());
    }

    [Fact]
    public void Assignments_write_in_place()
    {
        Tensor x = Range(3, 4);
        x[1] = Range(4);
        x[.., ^1] = Tensor.From<float>([9], default);
        x[TensorIndex.Slice(step: -2), 0] = Tensor.From<float>([20, 10], 2);
        Assert.Equal([10f, 1, 2, 9, 0, 1, 2, 9, 20, 9, 10, 9], x.ToArray<float>());
        x[x > 8] = Tensor.From<float>([-1], default);
        Assert.Equal([-1f, 1, 2, -1, 0, 1, 2, -1, -1, -1, -1, -1], x.ToArray<float>());
    }

    [Fact]
    public void Assignments_through_mixed_indices_agree_with_reading()
    {
        (string Name, Func<Tensor, Tensor> Get, Action<Tensor, Tensor> Set)[] cases =
        [
            ("range and tensor", t => t[1.., Long(0, 2)], (t, v) => t[1.., Long(0, 2)] = v),
            ("apart", t => t[Long(1, 0), .., Long(3, 1)], (t, v) => t[Long(1, 0), .., Long(3, 1)] = v),
            ("position and tensor", t => t[1, .., Long(3, 1)], (t, v) => t[1, .., Long(3, 1)] = v),
            ("new axis", t => t[.., TensorIndex.NewAxis, Long(2, 0)], (t, v) => t[.., TensorIndex.NewAxis, Long(2, 0)] = v),
            ("step and tensor", t => t[TensorIndex.Slice(step: -1), .., Long(2, 0)], (t, v) => t[TensorIndex.Slice(step: -1), .., Long(2, 0)] = v),
            ("only ranges", t => t[1.., TensorIndex.NewAxis, TensorIndex.Slice(step: 2), ^1], (t, v) => t[1.., TensorIndex.NewAxis, TensorIndex.Slice(step: 2), ^1] = v),
        ];
        foreach ((string name, Func<Tensor, Tensor> get, Action<Tensor, Tensor> set) in cases)
        {
            Tensor x = Range(2, 3, 4), before = x.Copy();
            Tensor place = get(x), value = (place * 2) + 100;
            set(x, value);
            Assert.True(value.ToArray<float>().SequenceEqual(get(x).ToArray<float>()), name);
            Assert.True(x.ToArray<float>().Zip(before.ToArray<float>()).Count(p => p.First != p.Second) == place.Size, name);
        }
    }

    [Fact]
    public void A_value_from_the_same_memory_is_read_first()
    {
        Tensor x = Range(4);
        x[1..] = x[..3];
        Assert.Equal([0f, 0, 1, 2], x.ToArray<float>());
    }

    [Fact]
    public void Errors_name_the_axis_the_value_and_the_range()
    {
        Tensor x = Range(2, 3);
        Assert.Contains("index 3 lies outside axis 1, which has 3 elements", Assert.Throws<OutOfRangeException>(() => x[0, 3]).Message);
        Assert.Contains("index must lie in [-2, 1]", Assert.Throws<OutOfRangeException>(() => x[-3]).Message);
        Assert.Contains("index 5 lies outside axis 0", Assert.Throws<OutOfRangeException>(() => x[Long(0, 5)]).Message);
        Assert.Contains("3 dimensions are indexed, but the tensor has 2", Assert.Throws<InvalidArgumentException>(() => x[0, 0, 0]).Message);
        Assert.Contains("A mask of shape [3] does not fit", Assert.Throws<InvalidArgumentException>(() => x[Tensor.From([true, true, true], 3)]).Message);
        Assert.Contains("does not broadcast to the place [3]", Assert.Throws<InvalidArgumentException>(() => x[0] = Range(2)).Message);
        Assert.Contains("two ellipses", Assert.Throws<InvalidArgumentException>(() => x[TensorIndex.Ellipsis, TensorIndex.Ellipsis]).Message);
        x.StopGradient = false;
        Assert.Contains("cannot be changed in place", Assert.Throws<PreconditionNotMetException>(() => x[0] = Range(3)).Message);
    }

    [Fact]
    public void In_place_forms_change_the_tensor_and_its_history()
    {
        Tensor leaf = Range(3, 2);
        leaf.StopGradient = false;
        Tensor x = leaf * 1f;
        x.Scatter_(Long(1), Tensor.From<float>([7, 8], [1, 2]));
        x.IndexAdd_(Long(0, 0), 0, Tensor.From<float>([1, 1, 1, 1], [2, 2]));
        x.PutAlongAxis_(Tensor.From<long>([1], [1, 1]), Tensor.From<float>([-1], [1, 1]), 1);
        Assert.Equal([2f, -1, 7, -1, 4, -1], x.ToArray<float>());
        x.Sum().Backward();
        Assert.Equal([1f, 0, 0, 0, 1, 0], leaf.Grad!.ToArray<float>());
    }
}
