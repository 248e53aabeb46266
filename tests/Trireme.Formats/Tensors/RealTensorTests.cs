using Trireme.Formats.Files;
using Trireme.Formats.ProgramDesc;
using Trireme.Formats.Tensors;
using Trireme.Tests.Formats.Files;
using Trireme.Tests.Formats.ProgramDesc;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Formats.Tensors;

/// <summary>Parameter files that PaddlePaddle wrote.</summary>
public sealed class RealTensorTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Pairs => PaddleIndex.Pairs;

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Pairs))]
    public void Combined_parameters_agree_with_the_program(string program, string parameters)
    {
        if (PaddleIndex.Lines(parameters, output) is not { } lines)
            return;
        string path = SharedData.Find(PaddleIndex.Folder + parameters, output)!;
        ProgramDescription description = ProgramFile.Read(SharedData.Find(PaddleIndex.Folder + program, output)!);
        OrderedDictionary<string, TensorRecord> tensors = CombinedTensorFile.Read(path, description.PersistableNames());

        foreach ((string name, TensorRecord tensor) in tensors)
        {
            VariableDescription variable = description.Blocks[0].Variables.Single(v => v.Name == name);
            Assert.Equal(variable.ToString(), $"{name} {tensor.Header}");
        }
        string line = lines.Single(l => l.StartsWith($"- {Path.GetFileName(parameters)}: ", StringComparison.Ordinal));
        int[] counts = PaddleIndex.Numbers(line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
        Assert.Equal(counts[0], tensors.Count);
        Assert.Equal(counts[1], tensors.Values.Sum(t => t.Header.ByteCount / ElementTypes.SizeOf(t.ElementType)!.Value));
        foreach ((string name, string rest) in PaddleIndex.Quoted(line))
            Assert.Equal(rest.Replace("[", " ["), tensors[name].Header.ToString());

        CombinedTensorFile.Write(_folder["again"], tensors);
        Assert.True(File.ReadAllBytes(path).AsSpan().SequenceEqual(File.ReadAllBytes(_folder["again"])));
        Assert.Equal(tensors.Keys, Collect(path, tensors));
        string[] fewer = [.. tensors.Keys.Skip(1)];
        Assert.Throws<InvalidFileException>(() => CombinedTensorFile.Read(path, [.. tensors.Keys, "zz"]));
        Assert.Contains("bytes are left", Assert.Throws<InvalidFileException>(() => CombinedTensorFile.Read(path, fewer)).Message);
    }

    [Theory]
    [InlineData("uci-housing-fluid-1.7/fc_0.w_0", "float32 [13, 1]")]
    [InlineData("uci-housing-fluid-1.7/fc_0.b_0", "float32 [1]")]
    [InlineData("mnist-mlp-fluid-2.1/fc_0.w_0", "float32 [784, 100]")]
    [InlineData("mnist-mlp-fluid-2.1/fc_0.b_0", "float32 [100]")]
    [InlineData("mnist-mlp-fluid-2.1/fc_1.w_0", "float32 [100, 100]")]
    [InlineData("mnist-mlp-fluid-2.1/fc_1.b_0", "float32 [100]")]
    [InlineData("mnist-mlp-fluid-2.1/fc_2.w_0", "float32 [100, 10]")]
    [InlineData("mnist-mlp-fluid-2.1/fc_2.b_0", "float32 [10]")]
    public void Files_of_one_variable_are_read_and_written_again(string name, string header)
    {
        if (SharedData.Find(PaddleIndex.Folder + name, output) is not { } path)
            return;
        TensorRecord tensor = TensorFile.Read(path);
        Assert.Equal(header, tensor.Header.ToString());
        VariableDescription variable = ProgramFile.Read(Path.Combine(Path.GetDirectoryName(path)!, "__model__")).Blocks[0].Variables
            .Single(v => v.Name == Path.GetFileName(path));
        Assert.Equal(variable.ToString(), $"{variable.Name} {tensor.Header}");
        TensorFile.Write(_folder["again"], tensor);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(_folder["again"]));
        // The values end the file; weights are small numbers.
        Assert.All(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.Data).ToArray(), v => Assert.InRange(v, -60, 60));
    }

    [Theory]
    [InlineData("conv-bn/conv_bn.pdmodel", "conv-bn/conv_bn.pdiparams", 600)]
    [InlineData("mnist-lenet-2.2/mnist.pdmodel", "mnist-lenet-2.2/mnist.pdiparams", 300)]
    [InlineData("ppocr-cls-v2.0/inference.pdmodel", "ppocr-cls-v2.0/inference.pdiparams", 150)]
    public void Damaged_parameters_are_refused_cheaply(string program, string parameters, int count)
    {
        if (SharedData.Find(PaddleIndex.Folder + parameters, output) is not { } path)
            return;
        string[] names = ProgramFile.Read(SharedData.Find(PaddleIndex.Folder + program, output)!).PersistableNames();
        byte[] good = File.ReadAllBytes(path);
        IEnumerable<byte[]> bad = Mutations.Of(good, count, count).Concat(Mutations.Prefixes(good, 100));
        int refused = Mutations.Survive<InvalidFileException>(bad, bytes => CombinedTensorFile.Read(new MemoryStream(bytes), names), factor: 2, slack: 1 << 17);
        output.WriteLine($"{refused} of {count + 100} refused");
        Assert.True(refused >= 100);
    }

    [Theory]
    [InlineData("mnist-lenet-2.2/mnist.pdiparams.info", 10, "conv2d_0.w_0", "conv1.weight")]
    [InlineData("ppocr-cls-v2.0/inference.pdiparams.info", 213, "conv8_se_1_offset", "backbone.blocks.6.mid_se.conv1.bias")]
    [InlineData("ppocr-det-v3-ch/inference.pdiparams.info", 301, "conv2d_0.w_0", "backbone.conv.conv.weight")]
    [InlineData("ppyolo-tiny-2.4/model.pdiparams.info", null, "conv2d_0.w_0", "backbone.conv1.conv.weight")]
    [InlineData("lstm-2.3/LSTMModel.pdiparams.info", 7, "lstm_cell_0.w_0", "rnn.0.cell.weight_ih")]
    public void Names_beside_the_parameters_are_read_and_written_again(string name, int? count, string first, string structured)
    {
        if (SharedData.Find(PaddleIndex.Folder + name, output) is not { } path)
            return;
        ParameterInfo[] parameters = ParameterInfoFile.Read(path);
        Assert.Equal(new ParameterInfo(first, structured, false, true), parameters[0]);
        if (count is not null)
            Assert.Equal(count, parameters.Length);
        string[] program = [.. Directory.GetFiles(Path.GetDirectoryName(path)!, "*.pdmodel")];
        Assert.Subset(parameters.Select(p => p.Name).ToHashSet(), ProgramFile.Read(program.Single()).PersistableNames().ToHashSet());
        ParameterInfoFile.Write(_folder["again"], parameters);
        Assert.Equal(parameters, ParameterInfoFile.Read(_folder["again"]));
        byte[] good = File.ReadAllBytes(path);
        IEnumerable<byte[]> bad = Mutations.Of(good, 400, 1).Concat(Mutations.Prefixes(good, 50));
        Assert.True(Mutations.Survive<InvalidFileException>(bad, bytes => ParameterInfoFile.Read(new MemoryStream(bytes)), factor: 20) >= 50);
    }

    private static List<string> Collect(string path, OrderedDictionary<string, TensorRecord> expected)
    {
        List<string> names = [];
        long next = 0;
        CombinedTensorFile.Read(path, expected.Keys, (name, header, offset, bytes) =>
        {
            if (offset == 0)
                names.Add(name);
            Assert.Equal(offset == 0 ? 0 : next, offset);
            next = offset + bytes.Length;
            Assert.True(bytes.SequenceEqual(expected[name].Data.AsSpan((int)offset, bytes.Length)));
            Assert.Equal(expected[name].Dims, header.Dims);
        });
        return names;
    }
}
