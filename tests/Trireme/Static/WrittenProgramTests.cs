using Trireme.NN;
using Trireme.Random;
using Trireme.Static;
using Trireme.Tests.Formats.ProgramDesc;
using Trireme.Tests.Shared;
using Xunit;
using Xunit.Abstractions;

namespace Trireme.Tests.Static;

/// <summary>
/// What is written here, read by the independent reader of protobuf fields, beside what real Paddle wrote for the same network: operator types,
/// slots and what they are connected to, attributes with their types and values, variables, operator versions.
/// </summary>
public sealed class WrittenProgramTests(ITestOutputHelper output)
{
    // Choices of Paddle's device libraries and quantization, and where a call stood in a Python file: nothing here has such a thing.
    private static readonly string[] OfDevices =
    [
        "Scale_in", "Scale_in_eltwise", "Scale_out", "Scale_weights", "Scale_x", "Scale_y", "exhaustive_search", "force_fp32_output", "fuse_activation", "fuse_alpha", "fuse_beta",
        "fuse_brelu", "fuse_brelu_threshold", "fuse_relu", "fuse_relu_before_depthwise_conv", "fuse_residual_connection", "mkldnn_data_type", "op_callstack", "use_addto",
        "use_cudnn", "use_mkldnn", "use_quantizer", "with_quant_attr", "workspace_size_MB", "x_data_format", "y_data_format", "is_test",
    ];

    [Theory]
    [InlineData("Jit.Save")]
    [InlineData("SaveInferenceModel")]
    [InlineData("SerializeProgram")]
    public void ALeNetIsWrittenAsPaddleWritesIt(string writer)
    {
        if (SharedData.Find("data/paddle-files/mnist-lenet-2.2/mnist.pdmodel", output) is not { } file)
            return;
        string[] real = Lines(File.ReadAllBytes(file)), ours = Lines(Written(writer));
        Wire[] expected = Operators(real).Where(o => o.Type is not ("shape" or "slice" or "fill_constant")).ToArray(), actual = Operators(ours);
        Assert.Equal(expected.Select(o => o.Type), actual.Select(o => o.Type));
        (Dictionary<string, string> theirs, Dictionary<string, string> own) = ([], []);
        for (int i = 0; i < expected.Length; i++)
        {
            // The real file computes the shape in the program.
            bool computed = expected[i].Slots.Remove("in ShapeTensor");
            actual[i].Slots.Remove("in ShapeTensor");
            // Nobody reads it where no gradient is wanted.
            expected[i].Slots.Remove("out XShape");
            Assert.Equal(Connected(expected[i], theirs), Connected(actual[i], own));
            foreach ((string name, string value) in actual[i].Attributes)
            {
                // Our pooling knows its divisor; 0 says nothing.
                if (name == "divisor_override")
                    continue;
                Assert.True(expected[i].Attributes.TryGetValue(name, out string? wanted), $"{actual[i].Type} has '{name}', which Paddle's has not");
                // After a product of matrices the last dimension is number 1 as well as number -1; later releases write the latter.
                bool free = (computed && name == "shape") || (name == "axis" && actual[i - 1].Type == "matmul_v2" && value == "0 -1");
                Assert.Equal($"{actual[i].Type} {name} {(free ? value : wanted)}", $"{actual[i].Type} {name} {value}");
            }
            Assert.Empty(expected[i].Attributes.Keys.Except(actual[i].Attributes.Keys).Except(OfDevices));
        }
        Assert.Equal(Persistable(real), Persistable(ours));
    }

    [Fact]
    public void VersionsAreThoseOfTheRelease()
    {
        if (SharedData.Find("data/paddle-files/lac-program/inference.pdmodel", output) is not { } file)
            return;
        string[] real = Lines(File.ReadAllBytes(file)), ours = Lines(Written("SerializeProgram"));
        // Paddle's own tests register operators, too.
        Assert.Equal(Versions(real).Where(l => !l.Contains("pybind_test", StringComparison.Ordinal)), Versions(ours));

        static IEnumerable<string> Versions(string[] lines)
            => lines.Where(l => l.StartsWith("version ", StringComparison.Ordinal) || l.StartsWith("operator ", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }

    private static byte[] Written(string writer)
    {
        using var folder = new TemporaryFolder();
        using var random = new Generator(1).UseOnThisThread();
        var net = new LeNet();
        if (writer == "Jit.Save")
        {
            Trireme.Jit.Save(net, folder["net"], new InputSpec([-1, 1, 28, 28], DType.Float32, "x"));
            return File.ReadAllBytes(folder["net.pdmodel"]);
        }
        net.Eval();
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Trireme.Static.Static.Data("x", [-1, 1, 28, 28]);
        Tensor y = net.Call(x);
        if (writer == "SerializeProgram")
            return Trireme.Static.Static.SerializeProgram([x], [y], main);
        Trireme.Static.Static.SaveInferenceModel(folder["net"], [x], [y], new Executor(), main);
        return File.ReadAllBytes(folder["net.pdmodel"]);
    }

    private static string[] Lines(byte[] file) => WireDump.Of(file).Split('\n');

    private static Wire[] Operators(string[] lines)
    {
        var operators = new List<Wire>();
        foreach (string line in lines)
        {
            if (line.StartsWith("op ", StringComparison.Ordinal))
            {
                operators.Add(new Wire(line.Split(' ')[1]));
            }
            else if (line.StartsWith(" in ", StringComparison.Ordinal) || line.StartsWith(" out ", StringComparison.Ordinal))
            {
                string[] parts = line.Trim().Split(": ", 2);
                if (parts.Length == 2 && parts[1].Length > 0)
                    operators[^1].Slots[parts[0]] = parts[1].Split(',');
            }
            else if (line.StartsWith(' '))
            {
                string[] parts = line.Trim().Split(' ', 2);
                operators[^1].Attributes[parts[0]] = parts[1];
            }
        }
        return operators.ToArray();
    }

    // Names are chosen freely: a variable is known by when it came first.
    private static IEnumerable<string> Connected(Wire op, Dictionary<string, string> numbers)
    {
        foreach ((string slot, string[] names) in op.Slots.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            foreach (string name in names)
                numbers.TryAdd(name, $"variable {numbers.Count}");
            yield return $"{op.Type} {slot}: {string.Join(", ", names.Select(n => numbers[n]))}";
        }
    }

    // That a variable is a parameter, and whether it is trained, is written by later releases only.
    private static IEnumerable<string> Persistable(string[] lines)
        => lines.Where(l => l.StartsWith("var ", StringComparison.Ordinal) && l.Split(' ')[^4] == "True").Select(l => string.Join(' ', l.Split(' ')[2..^2])).Order(StringComparer.Ordinal);

    private sealed class LeNet : Layer
    {
        private readonly Sequential _features = new(new Conv2D(1, 6, 5), new Sigmoid(), new MaxPool2D(2, 2), new Sigmoid(), new Conv2D(6, 16, 5), new MaxPool2D(2, 2),
            new Conv2D(16, 120, 4));

        private readonly Sequential _classifier = new(new Linear(120, 64), new Sigmoid(), new Linear(64, 10));

        public LeNet()
        {
            AddSublayer("features", _features);
            AddSublayer("classifier", _classifier);
        }

        public override Tensor Forward(Tensor input) => _classifier.Call(_features.Call(input).Reshape([-1, 120]));
    }

    private sealed class Wire(string type)
    {
        public string Type { get; } = type;

        public Dictionary<string, string[]> Slots { get; } = [];

        public Dictionary<string, string> Attributes { get; } = [];
    }
}
