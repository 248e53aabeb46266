namespace Trireme.Bench;

/// <summary>Times repetitions of a step. A sample is as many repetitions as it takes for the reading of the clock to cost nothing.</summary>
internal sealed class Stopwatches(Action step)
{
    // The runtime compiles for good what was called thirty times, which steps that take long reach in four times as many calls.
    private const int FewestCalls = 8;

    private int _perSample = 1;

    public List<double> Samples { get; } = [];

    /// <summary>Repeats the step until the JIT has compiled it for good and every buffer has been used once.</summary>
    public void WarmUp(double seconds)
    {
        double start = Clock.Now;
        int calls = 0;
        do
        {
            step();
            calls++;
        }
        while (Clock.Now - start < seconds || calls < FewestCalls);
        while (Time(_perSample) * _perSample < Clock.SampleSeconds)
            _perSample *= 2;
    }

    /// <summary>Warms up several times: code is compiled for good in the background, and only after a tenth of a second in which nothing new was called.</summary>
    public void Settle(double seconds)
    {
        for (int i = 0; i < 4; i++)
        {
            WarmUp(seconds);
            Thread.Sleep(120);
        }
    }

    /// <summary>Takes samples for so long, at least one.</summary>
    public void Run(double seconds)
    {
        double start = Clock.Now;
        do
        {
            Samples.Add(Time(_perSample));
        }
        while (Clock.Now - start < seconds);
    }

    private double Time(int repetitions)
    {
        double start = Clock.Now;
        for (int i = 0; i < repetitions; i++)
            step();
        return (Clock.Now - start) / repetitions;
    }
}
