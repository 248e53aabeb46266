using Trireme.Inference;
using Trireme.Profiling;
using Trireme.Static;
using Trireme.Tests.Profiling;
using Trireme.Tests.Shared;
using Xunit;

namespace Trireme.Tests.Inference;

/// <summary>What a predictor runs, seen by the profiler: the program's own operators, or what they were made into.</summary>
[Collection(nameof(ProfilerCollection))]
public sealed class PredictorCourseTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WithoutImprovementEveryRunIsOperatorByOperator(bool optimizes)
    {
        using var folder = new TemporaryFolder();
        var main = new Program();
        using (new ProgramGuard(main, new Program()))
        {
            Variable x = Trireme.Static.Static.Data("x", [-1, 4]);
            Trireme.Static.Static.SaveInferenceModel(folder["net"], [x], [(x.Tanh() * x).Exp()], new Executor(), main);
        }
        var config = new Config(folder["net.pdmodel"], folder["net.pdiparams"]);
        config.SwitchIrOptim(optimizes);
        Predictor first = Trireme.Inference.Inference.CreatePredictor(config);
        foreach (Predictor predictor in new[] { first, first.Clone() })
        {
            for (int run = 0; run < 4; run++)
            {
                Tensor input = Paddle.Full([2, 4], 0.5f);
                Tracer tracer = Tracer.Start(recordsShapes: false);
                float[] result;
                try
                {
                    predictor.GetInputHandle("x").CopyFromCpu(input);
                    predictor.Run();
                }
                finally
                {
                    string[] names = tracer.Stop().Events.Where(e => e.Type == TracerEventType.Operator).Select(e => e.Name).ToArray();
                    string[] own = ["tanh", "elementwise_mul", "exp"];
                    Assert.Equal(!optimizes, names.Where(own.Contains).SequenceEqual(own));
                }
                result = predictor.GetOutputHandle(predictor.GetOutputNames()[0]).CopyToCpu<float>();
                Assert.All(result, v => Assert.Equal(Math.Exp(Math.Tanh(0.5) * 0.5), v, 1e-6));
            }
        }
    }
}
