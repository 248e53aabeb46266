using Trireme.Formats.Files;
using Trireme.Formats.ProgramDesc;
using Trireme.Static;
using Trireme.Static.Files;
using Xunit;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.Static;

/// <summary>Files of Paddle leave out what its gradients do not read; here they are found in the forward operators.</summary>
public sealed class GradientInputTests
{
    // What Paddle's gradient operators read beside the gradients of the outputs.
    private static readonly Dictionary<string, string[]> Read = new()
    {
        ["relu_grad"] = ["Out"],
        ["sigmoid_grad"] = ["Out"],
        ["transpose2_grad"] = ["XShape"],
        ["reshape2_grad"] = ["XShape"],
        ["softmax_grad"] = ["Out"],
        ["softmax_with_cross_entropy_grad"] = ["Label", "Softmax"],
        ["reduce_sum_grad"] = ["X"],
        ["scale_grad"] = [],
    };

    [Fact]
    public void GradientsAreThoseOfTheWholeFile()
    {
        (Program program, string[] gradients) = Build();
        ProgramDescription description = ProgramFile.Read(ProgramFile.ToBytes(ProgramExport.Describe(program)), "program");
        int stripped = Strip(description);
        Assert.True(stripped >= 6, $"{stripped} inputs were left out");
        Program loaded = ProgramImport.Build(description, "program");
        Tensor x = Paddle.ToTensor(new float[,] { { -1, 2, 0.5f }, { 3, -0.25f, 1 } });
        Tensor[] whole = Run(program, x, gradients), less = Run(loaded, x, gradients);
        for (int i = 0; i < gradients.Length; i++)
        {
            Assert.Equal(whole[i].ToArray<float>(), less[i].ToArray<float>());
            Assert.Contains(whole[i].ToArray<float>(), v => v != 0);
        }
    }

    [Fact]
    public void WithoutTheForwardOperatorTheMissingInputIsNamed()
    {
        (Program program, _) = Build();
        ProgramDescription description = ProgramFile.Read(ProgramFile.ToBytes(ProgramExport.Describe(program)), "program");
        Strip(description);
        description.Blocks[0].Operators.RemoveAll(o => o.Type == "relu");
        string message = Assert.Throws<InvalidFileException>(() => ProgramImport.Build(description, "program")).Message;
        Assert.Contains("relu_grad: the input X is not in the file, and the program has no relu that tells what it was", message);
    }

    private static Tensor[] Run(Program program, Tensor x, string[] gradients)
        => new Executor().Run(program, new Dictionary<string, Tensor> { ["x"] = x }, gradients.Select(g => (FetchTarget)g).ToArray(), new Scope());

    private static int Strip(ProgramDescription description)
    {
        int stripped = 0;
        foreach (OperatorDescription op in description.Blocks[0].Operators.Where(o => Read.ContainsKey(o.Type)))
        {
            foreach (string slot in op.Inputs.Keys.Where(s => !s.EndsWith("@GRAD") && !Read[op.Type].Contains(s)).ToArray())
            {
                stripped += op.Input(slot).Length;
                op.Inputs[slot] = [];
            }
        }
        return stripped;
    }

    // The same operator occurs twice, once over what the other gave: each gradient must find its own.
    private static (Program Program, string[] Gradients) Build()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Trireme.Static.Static.Data("x", [-1, 3]);
        x.StopGradient = false;
        Tensor a = F.Relu(x), b = F.Relu(F.Sigmoid(a).Transpose([1, 0]) - 0.6f);
        Tensor c = F.Softmax(b.Reshape([-1, 2])) * b;
        Tensor loss = c.Sum() + (x * x).Sum();
        Variable?[] found = Trireme.Static.Static.Gradients([loss], [x, a, b]);
        return (main, found.Select(g => g!.Name).ToArray());
    }
}
