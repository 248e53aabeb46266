using Trireme.Fluid;
using Trireme.IO;
using Trireme.Static;

namespace Trireme.Tests.Fluid.Feeding;

public sealed class DataFeederTests : IDisposable
{
    private readonly ProgramGuard _guard = new(new Program(), new Program());

    public void Dispose() => _guard.Dispose();

    private static Variable Data(string name, Shape shape, string dtype, int lodLevel = 0) => Trireme.Static.Static.Data(name, shape, dtype, lodLevel);

    [Fact]
    public void Fields_become_tensors_of_the_declared_type_and_shape()
    {
        var feeder = new DataFeeder([Data("image", [-1, 1, 2, 2], "float32"), Data("label", [-1, 1], "int64")], Place.Cpu);
        Dictionary<string, Tensor> feed = feeder.Feed([(new double[] { 1, 2, 3, 4 }, 7), (new double[] { 5, 6, 7, 8 }, 9)]);
        Assert.Equal(("[2, 1, 2, 2]", "float32"), (feed["image"].Shape.ToString(), feed["image"].DType.Name));
        Assert.Equal([1f, 2, 3, 4, 5, 6, 7, 8], feed["image"].ToArray<float>());
        Assert.Equal("[2, 1]", feed["label"].Shape.ToString());
        Assert.Equal([7L, 9], feed["label"].ToArray<long>());
        Assert.Null(feed["label"].Lod);
    }

    [Fact]
    public void Names_stand_for_variables_and_static_mode_does_not_matter()
    {
        Data("x", [-1, 2], "float32");
        Paddle.EnableStatic();
        try
        {
            Tensor x = new DataFeeder(["x"]).Feed([new Sample(new double[] { 1, 2 })])["x"];
            Assert.Equal([1f, 2], x.ToArray<float>());
        }
        finally
        {
            Paddle.DisableStatic();
        }
        Assert.Throws<InvalidArgumentException>(() => new DataFeeder(["y"]));
        Assert.Throws<InvalidArgumentException>(() => new DataFeeder([Paddle.Ones([1])]));
    }

    [Fact]
    public void Sequences_are_put_one_after_the_other()
    {
        var feeder = new DataFeeder([Data("words", [-1, 1], "int64", 1), Data("vectors", [-1, 2], "float32", 1)]);
        Dictionary<string, Tensor> feed = feeder.Feed(
        [
            (new long[] { 1, 2, 3 }, Paddle.Full([2, 2], 1f)),
            (new long[0], new[] { new float[] { 2, 2 } }),
            (new List<object> { 4, 5 }, new List<float[]> { new float[] { 3, 3 }, new float[] { 4, 4 } }),
        ]);
        Assert.Equal("[5, 1]", feed["words"].Shape.ToString());
        Assert.Equal([1L, 2, 3, 4, 5], feed["words"].ToArray<long>());
        Assert.Equal("[[0, 3, 3, 5]]", feed["words"].Lod!.ToString());
        Assert.Equal("[[0, 2, 3, 5]]", feed["vectors"].Lod!.ToString());
        Assert.Equal([1f, 1, 1, 1, 2, 2, 3, 3, 4, 4], feed["vectors"].ToArray<float>());
    }

    [Fact]
    public void Two_levels_are_lists_of_sequences()
    {
        var feeder = new DataFeeder([Data("text", [-1, 1], "int64", 2)]);
        Tensor text = feeder.Feed([new Sample((object)new[] { new long[] { 1, 2 }, new long[] { 3 } }),
            new Sample(new List<long[]> { new long[] { 4, 5, 6 } })])["text"];
        Assert.Equal("[[0, 2, 3], [0, 2, 3, 6]]", text.Lod!.ToString());
        Assert.Equal([1L, 2, 3, 4, 5, 6], text.ToArray<long>());
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var feeder = new DataFeeder([Data("x", [-1, 3], "float32"), Data("y", [-1, 1], "int64", 1)]);
        Assert.Contains("sample 1 has 1 fields", Fails([(new float[3], new long[1]), new Sample(1)]));
        Assert.Contains("'x'", Fails([(new float[4], new long[1])]));
        Assert.Contains("Declared is [-1, 3]; what came makes [1, 4]", Fails([(new float[4], new long[1])]));
        Assert.Contains("lodLevel: 1", Fails([(new float[3], new long[1]), (new float[2], new long[1])]));
        Assert.Contains("is no sequence", Fails([(new float[3], 5)]));
        Assert.Contains("field 0 of a sample is a String", Fails([("text", new long[1])]));
        Assert.Contains("empty", Fails([]));

        string Fails(Sample[] batch) => Assert.Throws<InvalidArgumentException>(() => feeder.Feed(batch)).Message;
    }

    [Fact]
    public void Several_places_get_a_batch_each()
    {
        var feeder = new DataFeeder([Data("x", [-1, 1], "float32")]);
        Func<IEnumerable<List<Sample>>> batches = Paddle.Batch(() => Enumerable.Range(0, 10).Select(i => new Sample(i)), 2);
        Assert.Equal([0f, 1, 2, 3], feeder.FeedParallel(batches().Take(2), 2).SelectMany(f => f["x"].ToArray<float>()));
        Assert.Contains("5 batches came for 2 places", Assert.Throws<InvalidArgumentException>(() => feeder.FeedParallel(batches(), 2)).Message);
        Assert.Equal([2, 2], feeder.DecorateReader(batches, multiDevices: true, numPlaces: 2)().Select(step => step.Length));
        Assert.Throws<InvalidArgumentException>(() => feeder.DecorateReader(batches, multiDevices: true, numPlaces: 2, dropLast: false)().Count());
        Assert.Equal(5, feeder.DecorateReader(batches, multiDevices: false)().Count());
    }
}
