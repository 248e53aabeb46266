using Trireme.IO;
using Trireme.Profiling;
using State = Trireme.Profiling.ProfilerState;

namespace Trireme.Tests.Profiling;

[Collection(nameof(ProfilerCollection))]
public sealed class ProfilerScheduleTests
{
    [Fact]
    public void A_schedule_goes_round()
    {
        // The example of Paddle's manual: skip 1, then 1 closed, 2 ready, 3 recorded, twice.
        Func<int, ProfilerState> schedule = Profiler.MakeScheduler(closed: 1, ready: 2, record: 3, repeat: 2, skipFirst: 1);
        State[] round = [State.Closed, State.Ready, State.Ready, State.Record, State.Record, State.RecordAndReturn];
        Assert.Equal([State.Closed, .. round, .. round, State.Closed, State.Closed], Enumerable.Range(0, 15).Select(schedule));
        Func<int, ProfilerState> always = Profiler.MakeScheduler(0, 0, 1);
        Assert.Equal([State.RecordAndReturn, State.RecordAndReturn], Enumerable.Range(1000, 2).Select(always));
        Assert.Throws<InvalidArgumentException>(() => Profiler.MakeScheduler(0, 0, 0));
        Assert.Throws<InvalidArgumentException>(() => Profiler.MakeScheduler(-1, 0, 1));
    }

    [Fact]
    public void A_profiler_follows_its_schedule_and_hands_over_each_round()
    {
        var rounds = new List<string[]>();
        Tensor x = Paddle.Ones([4]);
        using (Profiler profiler = new Profiler(scheduler: Profiler.MakeScheduler(1, 1, 2), onTraceReady: p
            => rounds.Add(p.Result!.Events.Select(e => e.Name).ToArray())).Start())
        {
            for (int i = 0; i < 7; i++)
            {
                x.Exp();
                profiler.Step();
            }
        }
        string[] round = ["ProfileStep#2", "exp", "ProfileStep#3", "exp"];
        Assert.Equal([round, ["ProfileStep#6", "exp", "ProfileStep#7"]], rounds);
    }

    [Fact]
    public void A_pair_of_steps_is_recorded_once()
    {
        int calls = 0;
        using Profiler profiler = new Profiler((3, 5), onTraceReady: _ => calls++).Start();
        for (int i = 0; i < 10; i++)
            profiler.Step();
        profiler.Stop();
        Assert.Equal(1, calls);
        Assert.Equal(["ProfileStep#3", "ProfileStep#4"], profiler.Result!.Events.Select(e => e.Name));
        Assert.Throws<InvalidArgumentException>(() => new Profiler((3, 3)));
    }

    [Fact]
    public void Traces_go_to_a_folder()
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using (new Profiler(onTraceReady: Profiler.ExportChromeTracing(folder, "worker")).Start())
                Paddle.Ones([4]).Exp();
            string file = Assert.Single(Directory.GetFiles(folder));
            Assert.StartsWith("worker_time_", Path.GetFileName(file), StringComparison.Ordinal);
            Assert.EndsWith(".paddle_trace.json", file, StringComparison.Ordinal);
            Assert.Contains(Profiler.LoadProfilerResult(file).Events, e => e.Name == "exp");
            File.WriteAllText(file, "{\"traceEvents\": [{}]}");
            Assert.Contains(file, Assert.Throws<InvalidDataException>(() => Profiler.LoadProfilerResult(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_timer_alone_measures_steps_and_records_nothing()
    {
        var data = new TensorDataset([Paddle.Ones([6, 2])]);
        using Profiler profiler = new Profiler(timerOnly: true).Start();
        foreach (Tensor[] batch in new DataLoader(data, batchSize: 2))
            profiler.Step(batch[0].Shape[0]);
        string info = profiler.StepInfo("images");
        Assert.Matches(@"^reader_cost: \d+\.\d{5} s batch_cost: \d+\.\d{5} s ips: \d+\.\d{3} images/s$", info);
        Assert.Equal("", profiler.StepInfo());
        profiler.Stop();
        Assert.Null(profiler.Result);
    }

    [Fact]
    public void Batches_are_in_the_recording()
    {
        using Profiler profiler = new Profiler(onTraceReady: _ => { }).Start();
        int batches = new DataLoader(new TensorDataset([Paddle.Ones([6, 2])]), batchSize: 2).Count();
        batches += new DataLoader(new TensorDataset([Paddle.Ones([6, 2])]), batchSize: 2, numWorkers: 1).Count();
        profiler.Stop();
        Assert.Equal(6, batches);
        // The end of what the workers read is waited for as well.
        Assert.Equal(7, profiler.Result!.Events.Count(e => e is { Name: "DataLoader", Type: TracerEventType.Dataloader }));
    }

    [Fact]
    public void The_summary_lists_operators_by_the_key_asked_for()
    {
        using Profiler profiler = new Profiler(onTraceReady: _ => { }, recordShapes: true).Start();
        Tensor large = Paddle.Ones([1 << 20]), small = Paddle.Ones([2]);
        large.Exp();
        for (int i = 0; i < 3; i++)
            small.Sin();
        profiler.Stop();
        string text = profiler.Result!.Table(timeUnit: "us");
        Assert.Contains("Operator Summary", text, StringComparison.Ordinal);
        Assert.Contains("[1048576]", text, StringComparison.Ordinal);
        Assert.Equal(Durations("exp").Sum() > Durations("sin").Sum(), ExpStandsFirst(text));
        string smallestFirst = profiler.Result.Table(SortedKeys.CPUMin, views: [SummaryView.OperatorView]);
        Assert.Equal(Durations("exp").Min() < Durations("sin").Min(), ExpStandsFirst(smallestFirst));
        Assert.DoesNotContain("Overview", smallestFirst, StringComparison.Ordinal);
        Assert.Throws<InvalidArgumentException>(() => profiler.Result.Table(timeUnit: "h"));
        Assert.Throws<InvalidArgumentException>(() => new Profiler([ProfilerTarget.GPU]));

        // Which of them took longer is for the machine to say.
        IEnumerable<long> Durations(string name) => profiler.Result!.Events.Where(e => e.Name == name).Select(e => e.Duration);

        static bool ExpStandsFirst(string table) => table.IndexOf("  exp", StringComparison.Ordinal) < table.IndexOf("  sin", StringComparison.Ordinal);
    }
}
