using Trireme.Training.Progress;

namespace Trireme.Tests.Training.Progress;

public class ProgressBarTests
{
    private readonly StringWriter _written = new() { NewLine = "\n" };
    private readonly Clock _clock = new();

    [Fact]
    public void The_lines_of_the_tutorials_come_out()
    {
        Check("step  10/938 [..............................] - loss: 0.9679 - acc: 0.4109 - ETA: 13s - 14ms/step\n",
            938, 10, 0.142, ("loss", new[] { 0.9679f }), ("acc", 0.4109));
        Check("step 1875/1875 [==============================] - loss: 0.1600 - acc: 0.9022 - 10ms/step\n",
            1875, 1875, 18.75, ("loss", new List<double> { 0.16 }), ("acc", 0.9022));
        Check("step 1875/1875 [==============================] - loss: 3.1264e-04 - acc: 0.9716 - 23ms/step\n",
            1875, 1875, 43.1, ("loss", 3.1264e-4), ("acc", 0.9716));
        Check("step 10000/10000 [==============================] - loss: 2.3842e-07 - acc: 0.9714 - 2ms/step\n",
            10000, 10000, 20, ("loss", 2.384186e-07f), ("acc", 0.9714));
        Check("step 10000/10000 [==============================] - loss: 0.0000e+00 - acc: 0.9801 - 2ms/step\n",
            10000, 10000, 20, ("loss", 0.0), ("acc", 0.9801));
        Check("step 10000/10000 [==============================] - 4ms/step\n", 10000, 10000, 40);
    }

    [Fact]
    public void The_count_is_padded_and_the_bar_grows()
    {
        Check("item  121/2421 [>.............................] - ETA: 2s - 1ms/item\n", 2421, 121, 0.125, "item");
        Check("item  242/2421 [=>............................] - ETA: 2s - 1ms/item\n", 2421, 242, 0.25, "item");
        Check("item  331/2421 [===>..........................] - ETA: 2s - 1ms/item\n", 2421, 331, 0.331, "item");
        Check("item 7/8 [=========================>....] - ETA: 0s - 2ms/item\n", 8, 7, 0.014, "item");
    }

    [Fact]
    public void A_terminal_sees_one_line_redrawn_and_what_a_longer_one_left_is_blanked()
    {
        var bar = new ProgressBar(100, output: _written, terminal: true, time: _clock);
        _clock.Seconds = 1;
        bar.Update(10, [new("loss", 0.5)]);
        _clock.Seconds = 2;
        bar.Update(100, [new("loss", 0.5)]);
        string running = "step  10/100 [==>...........................] - loss: 0.5000 - ETA: 9s - 100ms/step";
        string final = "step 100/100 [==============================] - loss: 0.5000 - 20ms/step";
        Assert.Equal($"\r{running}\r{final.PadRight(running.Length)}\n", _written.ToString());
    }

    [Fact]
    public void Verbose_2_has_no_bar_and_verbose_0_no_line()
    {
        var lines = new ProgressBar(938, verbose: 2, output: _written, terminal: true, time: _clock);
        _clock.Seconds = 0.14;
        lines.Update(10, [new("loss", 0.9679)]);
        new ProgressBar(938, verbose: 0, output: _written, time: _clock).Update(938);
        Assert.Equal("step 10/938 - loss: 0.9679 - 14ms/step\n", _written.ToString());
    }

    [Fact]
    public void An_unknown_total_has_no_bar()
    {
        Check("step 10 - loss: 0.5000 - 10ms/step\n", null, 10, 0.1, ("loss", 0.5));
        Check("step 0 - 0s/step\n", null, 0, 0.1);
    }

    [Theory]
    [InlineData(0.5, "0.5000")]
    [InlineData(0.001, "1.0000e-03")]
    [InlineData(0.0010001, "0.0010")]
    [InlineData(-0.0005, "-5.0000e-04")]
    [InlineData(123456.78, "123456.7800")]
    [InlineData(0.03125, "0.0312")]
    [InlineData(0.09375, "0.0938")]
    [InlineData(-0.03125, "-0.0312")]
    [InlineData(0.00015, "1.5000e-04")]
    [InlineData(1e-300, "1.0000e-300")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Numbers_look_as_Python_prints_them(double value, string text) => Assert.Equal(text, ProgressText.Number(value));

    [Fact]
    public void Lists_texts_and_integers_are_shown()
    {
        Check("step 1/1 [==============================] - acc: 0.5000 0.7500 - lr: x - n: 3 - t: 1.0000 - 1s/step\n",
            1, 1, 1.2, ("acc", new[] { 0.5, 0.75 }), ("lr", "x"), ("n", 3), ("t", 1f));
    }

    [Theory]
    [InlineData(0.0, "0s")]
    [InlineData(59.9, "59s")]
    [InlineData(60.0, "60s")]
    [InlineData(61.5, "1:01")]
    [InlineData(3600.0, "60:00")]
    [InlineData(3725.0, "1:02:05")]
    [InlineData(360000.0, "100:00:00")]
    public void Remaining_time(double seconds, string text) => Assert.Equal(text, ProgressText.Remaining(seconds));

    [Theory]
    [InlineData(0.0, "0s")]
    [InlineData(2.5, "2s")]
    [InlineData(1.0, "1s")]
    [InlineData(0.9999, "1000ms")]
    [InlineData(0.001, "1ms")]
    [InlineData(0.00025, "250us")]
    public void Time_per_unit(double seconds, string text) => Assert.Equal(text, ProgressText.PerUnit(seconds));

    [Fact]
    public void A_total_below_one_and_an_unknown_verbosity_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProgressBar(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProgressBar(verbose: 3));
    }

    private void Check(string want, long? total, long current, double seconds, params (string, object)[] values)
        => Check(want, total, current, seconds, "step", values);

    private void Check(string want, long? total, long current, double seconds, string name, params (string, object)[] values)
    {
        _written.GetStringBuilder().Clear();
        _clock.Seconds = 0;
        var bar = new ProgressBar(total, name: name, output: _written, time: _clock);
        _clock.Seconds = seconds;
        bar.Update(current, values.Select(v => new KeyValuePair<string, object?>(v.Item1, v.Item2)));
        Assert.Equal(want, _written.ToString());
    }

    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => (long)Math.Round(Seconds * TimestampFrequency);
    }
}
