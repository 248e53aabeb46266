using System.Text.Json;
using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Profiling;
using Trireme.Static;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.Profiling;

[Collection(nameof(ProfilerCollection))]
public sealed class ProfilerTests
{
    [Fact]
    public void Operators_are_counted_with_their_shapes_and_memory()
    {
        Tensor x = Paddle.Ones([64, 32]), y = Paddle.Ones([32, 16]);
        ProfilerResult result = Record(() =>
        {
            for (int i = 0; i < 5; i++)
                F.Relu(x.Matmul(y));
            F.Relu(x);
        });

        EventStatistics product = Assert.Single(result.Statistics(), s => s is { Name: "matmul_v2", Type: TracerEventType.Operator });
        Assert.Equal(5, product.Calls);
        // 64 x 16 floats a call at least; blocks are handed out by size class.
        Assert.InRange(product.Bytes, 5 * 64 * 16 * 4, 5 * 64 * 16 * 4 * 2);
        Assert.Equal(5 * 2.0 * 64 * 32 * 16, product.Flops);
        Assert.True(product.Min <= product.Average && product.Average <= product.Max && product.Max <= product.Total);
        Assert.Equal(product.Total, result.Events.Where(e => e.Name == "matmul_v2").Sum(e => e.Duration));

        EventStatistics[] relu = result.Statistics(byShapes: true).Where(s => s.Name == "relu").OrderBy(s => s.Calls).ToArray();
        Assert.Equal([1, 5], relu.Select(s => s.Calls));
        Assert.Equal("[64, 32]", relu[0].Shapes);
        ProfilerEvent one = result.Events.First(e => e.Name == "matmul_v2");
        Assert.Equal([new TensorMeta([64, 32], DType.Float32), new TensorMeta([32, 16], DType.Float32)], one.Inputs);
        Assert.Equal([new TensorMeta([64, 16], DType.Float32)], one.Outputs);
    }

    [Fact]
    public void A_training_step_shows_layers_gradients_and_the_optimizer()
    {
        var layer = new Linear(8, 4);
        var optimizer = new SGD(0.1, layer.Parameters());
        Tensor x = Paddle.Ones([2, 8]);
        ProfilerResult result = Record(() =>
        {
            layer.Call(x).Sum().Backward();
            optimizer.Step();
        });

        ProfilerEvent forward = Assert.Single(result.Events, e => e.Type == TracerEventType.Forward);
        Assert.Equal("Linear", forward.Name);
        ProfilerEvent backward = Assert.Single(result.Events, e => e is { Name: "backward", Type: TracerEventType.Backward });
        ProfilerEvent gradient = Assert.Single(result.Events, e => e is { Name: "fused_gemm_epilogue_grad", Type: TracerEventType.Backward });
        ProfilerEvent step = Assert.Single(result.Events, e => e.Type == TracerEventType.Optimization);
        Assert.Equal("SGD.Step", step.Name);
        Assert.Equal(2, result.Events.Count(e => e.Name == "sgd" && Within(e, step)));
        Assert.True(Within(gradient, backward));
        Assert.True(Within(result.Events.First(e => e.Name == "fused_gemm_epilogue"), forward));
        Assert.True(forward.End <= backward.Start && backward.End <= step.Start);
    }

    [Fact]
    public void Events_of_the_user_nest_and_know_their_own_time()
    {
        Tensor x = Paddle.Ones([256, 256]);
        ProfilerResult result = Record(() =>
        {
            using (new RecordEvent("outer"))
            {
                x.Exp();
                using (new RecordEvent("inner"))
                    x.Exp();
            }
            var again = new RecordEvent("inner");
            again.End();
            again.Begin();
            again.End();
        });
        ProfilerEvent outer = Assert.Single(result.Events, e => e.Name == "outer");
        ProfilerEvent inner = result.Events.First(e => e.Name == "inner");
        ProfilerEvent[] exps = result.Events.Where(e => e.Name == "exp").ToArray();
        Assert.Equal(TracerEventType.PythonUserDefined, outer.Type);
        Assert.Equal(3, result.Events.Count(e => e.Name == "inner"));
        Assert.Equal(2, exps.Length);
        Assert.All(exps, e => Assert.True(Within(e, outer)));
        Assert.True(Within(inner, outer) && Within(exps[1], inner) && !Within(exps[0], inner));
        Assert.Equal(outer.Duration - exps[0].Duration - inner.Duration, result.Statistics().Single(s => s.Name == "outer").Self);
    }

    [Fact]
    public void Each_thread_has_its_own_events()
    {
        int here = Environment.CurrentManagedThreadId;
        ProfilerResult result = Record(() =>
        {
            Tensor x = Paddle.Ones([4]);
            var other = new Thread(() =>
            {
                for (int i = 0; i < 3; i++)
                    x.Tanh();
            })
            { Name = "the other" };
            other.Start();
            x.Sin();
            other.Join();
        });
        Assert.Equal(here, Assert.Single(result.Events, e => e.Name == "sin").ThreadId);
        int there = Assert.Single(result.Events.Where(e => e.Name == "tanh").Select(e => e.ThreadId).Distinct());
        Assert.NotEqual(here, there);
        Assert.Equal("the other", result.Threads[there]);
        Assert.Equal(3, result.Statistics(threadId: there).Single(s => s.Name == "tanh").Calls);
        Assert.DoesNotContain(result.Statistics(threadId: there), s => s.Name == "sin");
        string text = result.Table(threadSep: true);
        Assert.Contains("== the other ==", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_trace_is_json_whose_events_nest_and_can_be_read_back()
    {
        var layer = new Linear(8, 4);
        ProfilerResult result = Record(() =>
        {
            using (new RecordEvent("a \"step\"\n"))
                layer.Call(Paddle.Ones([2, 8])).Sum().Backward();
        });
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            result.Save(path);
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var thread in document.RootElement.GetProperty("traceEvents").EnumerateArray().Where(e
                => e.GetProperty("ph").GetString() == "X").GroupBy(e => e.GetProperty("tid").GetInt32()))
            {
                var open = new Stack<decimal>();
                foreach ((decimal start, decimal end) in thread.Select(Times).OrderBy(t => t.Start).ThenByDescending(t => t.End))
                {
                    while (open.TryPeek(out decimal outer) && outer <= start)
                        open.Pop();
                    Assert.True(open.Count == 0 || end <= open.Peek(), "An event ends after the one around it.");
                    open.Push(end);
                }
            }
            ProfilerResult back = Profiler.LoadProfilerResult(path);
            Assert.Equal(result.Events.Count, back.Events.Count);
            Assert.All(result.Events.Zip(back.Events), p
                => Assert.Equal((p.First.Name, p.First.Start, p.First.Duration, p.First.Bytes),
                    (p.Second.Name, p.Second.Start, p.Second.Duration, p.Second.Bytes)));
            Assert.All(result.Events.Zip(back.Events), p => Assert.Equal(p.First.Inputs, p.Second.Inputs));
        }
        finally
        {
            File.Delete(path);
        }

        static (decimal Start, decimal End) Times(JsonElement e)
            => (e.GetProperty("ts").GetDecimal(), e.GetProperty("ts").GetDecimal() + e.GetProperty("dur").GetDecimal());
    }

    [Fact]
    public void Programs_show_their_operators_interpreted_and_as_a_plan()
    {
        var main = new Trireme.Static.Program();
        Variable result;
        using (new ProgramGuard(main, new Trireme.Static.Program()))
        {
            Variable x = Trireme.Static.Static.Data("x", [-1, 4]);
            result = (Variable)x.Matmul(Paddle.Ones([4, 3])).Cumsum(0);
        }
        var executor = new Executor();
        Dictionary<string, Tensor> feed = new() { ["x"] = Paddle.Ones([2, 4]) };
        // The second run makes the plan, the third uses it.
        for (int run = 0; run < 3; run++)
        {
            ProfilerResult recorded = Record(() => executor.Run(main, feed, [result]));
            Assert.Single(recorded.Events, e => e is { Name: "matmul_v2", Type: TracerEventType.Operator } && e.Outputs is [{ Shape.Rank: 2 }]);
            Assert.Contains(recorded.Events, e => e.Name == "cumsum");
        }
    }

    [Fact]
    public void Nothing_is_recorded_before_and_after_and_only_once_at_a_time()
    {
        Tensor x = Paddle.Ones([4]);
        x.Exp();
        using (Profiler profiler = new Profiler(onTraceReady: _ => { }).Start())
        {
            PreconditionNotMetException refused = Assert.Throws<PreconditionNotMetException>(() => new Profiler(onTraceReady: _ => { }).Start());
            Assert.Contains("another profiler is recording", refused.Message, StringComparison.Ordinal);
            Assert.Throws<PreconditionNotMetException>(() => profiler.Summary());
            x.Sin();
            profiler.Stop();
            x.Tanh();
            Assert.Equal(["ProfileStep#0", "sin"], profiler.Result!.Events.Select(e => e.Name));
        }
        Assert.Equal(["ProfileStep#0"], Record(() => { }).Events.Select(e => e.Name));
    }

    private static bool Within(ProfilerEvent inner, ProfilerEvent outer) => inner.ThreadId == outer.ThreadId && outer.Start <= inner.Start
        && inner.End <= outer.End;

    private static ProfilerResult Record(Action work)
    {
        using Profiler profiler = new Profiler(onTraceReady: _ => { }, withFlops: true).Start();
        work();
        profiler.Stop();
        return profiler.Result!;
    }
}
