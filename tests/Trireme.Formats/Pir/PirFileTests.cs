using System.Text;
using Trireme.Formats.Files;
using Trireme.Formats.Pir;
using Trireme.Formats.ProgramDesc;
using Trireme.Formats.Tensors;
using Trireme.Static;
using Trireme.Tests.Formats.ProgramDesc;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Formats.Pir;

/// <summary>Programs of Paddle 3, and what they are in the older form.</summary>
public class PirFileTests(ITestOutputHelper output)
{
    private const string CatDog = "kserve-cat-dog-pir/cat_dog.json", Recogniser = "ppocr-v5-rec-pir/inference.json";

    [Fact]
    public void A_real_classifier_is_said_in_the_older_form()
    {
        if (Read(CatDog) is not { } program)
            return;
        BlockDescription block = program.Blocks.Single();
        // 1.full_int_array 9 and 1.full 1 are gone: they are attributes now.
        Assert.Equal(
            PaddleIndex.Histogram("batch_norm 4, conv2d 4, dropout 1, elementwise_add 6, feed 1, fetch 1, flatten_contiguous_range 1, matmul_v2 2, pool2d 5, relu 5, "
                + "reshape2 4").OrderBy(p => p.Key),
            block.Operators.CountBy(o => o.Type).OrderBy(p => p.Key));
        Assert.Equal("x float32 [-1, 3, 224, 224]", Variable(block, block.Operators[0].Output("Out").Single()).ToString());
        OperatorDescription fetch = block.Operators[^1];
        Assert.Equal("fetch_name_0 float32 [-1, 2]", Variable(block, fetch.Input("X").Single()).ToString());

        OperatorDescription conv = block.Operators.First(o => o.Type == "conv2d");
        Assert.Equal(["x"], conv.Input("Input"));
        Assert.Equal([1, 1], (int[])conv.Attributes["strides"].Value);
        Assert.Equal("EXPLICIT", conv.Attributes["padding_algorithm"].Value);
        Assert.Equal(1, conv.Attributes["groups"].Value);
        OperatorDescription reshape = block.Operators.First(o => o.Type == "reshape2");
        Assert.Equal([1, -1, 1, 1], (int[])reshape.Attributes["shape"].Value);
        OperatorDescription norm = block.Operators.First(o => o.Type == "batch_norm");
        Assert.Equal("batch_norm2d_0.w_0 batch_norm2d_0.b_0 batch_norm2d_0.w_1 batch_norm2d_0.w_2",
            string.Join(" ", new[] { "Scale", "Bias", "Mean", "Variance" }.Select(s => norm.Input(s).Single())));
        Assert.Equal(norm.Input("Mean"), norm.Output("MeanOut"));
        Assert.Equal(9.999999747378752e-06, norm.Attributes["epsilon"].ToDouble());
        Assert.Equal("NCHW", norm.Attributes["data_layout"].Value);
        OperatorDescription pool = block.Operators.First(o => o.Type == "pool2d");
        Assert.Equal([2, 2], (int[])pool.Attributes["ksize"].Value);
        OperatorDescription dropout = block.Operators.First(o => o.Type == "dropout");
        Assert.Equal(0.5f, dropout.Attributes["dropout_prob"].Value);
        Assert.Equal("upscale_in_train", dropout.Attributes["dropout_implementation"].Value);
        Assert.Equal(true, dropout.Attributes["is_test"].Value);
    }

    [Fact]
    public void Its_parameters_are_the_ones_of_the_parameter_file()
    {
        if (Read(CatDog) is not { } program)
            return;
        string path = SharedData.Find(PaddleIndex.Folder + "kserve-cat-dog-pir/cat_dog.pdiparams", output)!;
        OrderedDictionary<string, TensorRecord> tensors = CombinedTensorFile.Read(path, program.PersistableNames());
        Assert.Equal(28, tensors.Count);
        Assert.All(tensors, t => Assert.Equal(Variable(program.Blocks[0], t.Key).ToString(), $"{t.Key} {t.Value.Header}"));
        Assert.Equal("float32 [256, 512]", tensors["linear_0.w_0"].Header.ToString());
    }

    [Fact]
    public void A_recogniser_is_the_same_program_as_its_predecessor_in_the_older_form()
    {
        if (Read(Recogniser) is not { } program)
            return;
        Assert.Equal(234, program.PersistableNames().Length);
        ProgramDescription older = ProgramFile.Read(SharedData.Find(PaddleIndex.Folder + "ppocr-v4-rec-program/inference.pdmodel", output)!);
        // The two networks differ in what leads to their shapes and in the size of the alphabet only.
        string[] same =
        [
            "elementwise_add", "elementwise_mul", "hard_swish", "conv2d", "depthwise_conv2d", "matmul_v2", "transpose2", "dropout", "swish", "batch_norm",
            "layer_norm", "pool2d", "softmax", "relu", "hard_sigmoid", "scale", "flatten_contiguous_range", "concat", "squeeze2", "fetch", "feed", "assign",
        ];
        string[] Sequence(ProgramDescription p) => [.. p.Blocks[0].Operators.Where(o => same.Contains(o.Type)).Select(o => o.Type)];
        Assert.Equal(Sequence(older), Sequence(program));
        SortedSet<string> differences = [];
        foreach ((OperatorDescription a, OperatorDescription b) in older.Blocks[0].Operators.Where(o => same.Contains(o.Type))
            .Zip(program.Blocks[0].Operators.Where(o => same.Contains(o.Type))))
        {
            Assert.Equal(a.Inputs.Where(s => s.Value.Length > 0).Select(s => $"{s.Key} {s.Value.Length}").Order(),
                b.Inputs.Select(s => $"{s.Key} {s.Value.Length}").Order());
            foreach ((string name, AttributeValue value) in b.Attributes)
            {
                string said = $"{a.Type}.{name}: {a.Attribute(name)?.Type} {a.Attribute(name)} / {value.Type} {value}";
                if (!value.Equals(a.Attribute(name)))
                    differences.Add(said);
            }
        }
        // Bias is reshaped before it is added since 2.5; the others are left out where the older form is exported for inference.
        Assert.Equal(
            ["dropout.fix_seed:   / Boolean False", "dropout.seed:   / Int 0", "elementwise_add.axis: Int 1 / Int -1", "elementwise_add.axis: Int 2 / Int -1"],
            differences);
        OperatorDescription reshape = program.Blocks[0].Operators.Single(o => o.Type == "reshape2" && o.Input("ShapeTensor").Length > 0);
        Assert.Equal(4, reshape.Input("ShapeTensor").Length);
        Assert.Equal([0, 1, -1, 120], (int[])reshape.Attributes["shape"].Value);
    }

    [Theory]
    [InlineData(CatDog)]
    [InlineData(Recogniser)]
    public void A_translated_program_can_be_saved_in_the_older_form(string name)
    {
        if (Read(name) is not { } program)
            return;
        byte[] bytes = ProgramFile.ToBytes(program);
        Assert.Equal(WireDump.Of(program), WireDump.Of(bytes));
        Assert.Equal(WireDump.Of(program), WireDump.Of(ProgramFile.Read(bytes, "again")));
    }

    [Theory]
    [InlineData(CatDog, 800)]
    [InlineData(Recogniser, 60)]
    public void Damaged_copies_are_refused_cheaply(string name, int count)
    {
        if (SharedData.Find(PaddleIndex.Folder + name, output) is not { } path)
            return;
        byte[] good = File.ReadAllBytes(path);
        IEnumerable<byte[]> bad = Mutations.Of(good, count, count).Concat(Mutations.Prefixes(good, count / 4)).Concat(Digits(good, count));
        int refused = Mutations.Survive<InvalidFileException>(bad, bytes => PirFile.Read(bytes, "damaged"), factor: 40);
        output.WriteLine($"{refused} of {2 * count + count / 4} refused");
        Assert.True(refused >= count / 4);
    }

    [Fact]
    public void Every_other_file_of_paddle_is_refused_as_no_program_of_version_3()
    {
        if (SharedData.Find(PaddleIndex.Folder, output) is not { } folder)
            return;
        foreach (string path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) != ".json" || f.Contains("outputs")))
            Assert.Throws<InvalidFileException>(() => PirFile.Read(path));
    }

    [Fact]
    public void All_unknown_operators_are_named_at_once()
    {
        string json = Program("""{"#":"1.warp","A":[],"I":[],"O":[]},{"#":"1.warp","A":[],"I":[],"O":[]},{"#":"3.mine","A":[],"I":[],"O":[]}""");
        string message = Refusal(json);
        Assert.Contains("custom_op.mine (1), warp (2)", message);
    }

    [Fact]
    public void Constants_become_operators_only_where_a_tensor_is_needed()
    {
        string json = Program($$$"""
            {{{Full(1, "0.a_f64", "2.5", "f32", "[]")}}},
            {{{Data(2, "x")}}},
            {"#":"1.multiply","A":[],"I":[{"%":2},{"%":1}],"O":[{{{Out(3)}}}]},
            {"#":"1.scale","A":[{"N":"bias","AT":{"#":"0.a_f32","D":1}},{"N":"bias_after_scale","AT":{"#":"0.a_bool","D":false}}],"I":[{"%":3},{"%":1}],"O":[{{{Out(4)}}}]},
            {{{IntArray(5, 0, 1)}}},
            {"#":"1.transpose","A":[{"N":"perm","AT":{"#":"0.a_array","D":[{"#":"0.a_i32","D":1},{"#":"0.a_i32","D":0}]}}],"I":[{"%":4}],"O":[{{{Out(6)}}}]},
            {"#":"1.sum","A":[{"N":"keepdim","AT":{"#":"0.a_bool","D":true}}],"I":[{"%":6},{"%":5}],"O":[{{{Out(7)}}}]},
            {"#":"1.gather","A":[],"I":[{"%":7},{"%":5},{{{Nothing}}}],"O":[{{{Out(8)}}}]},
            {"#":"1.fetch","A":[{"N":"name","AT":{"#":"0.a_str","D":"y"}},{"N":"col","AT":{"#":"0.a_i32","D":0}}],"I":[{"%":8}],"O":[{{{Out(9)}}}]}
            """);
        BlockDescription block = PirFile.Read(Encoding.UTF8.GetBytes(json), "p.json").Blocks.Single();
        Assert.Equal(
            ["feed", "fill_constant", "elementwise_mul", "scale", "transpose2", "reduce_sum", "assign_value", "gather", "fetch"], block.Operators.Select(o => o.Type));
        Assert.Equal("2.5", block.Operators[1].Attributes["str_value"].Value);
        Assert.Equal(2.5f, block.Operators[3].Attributes["scale"].Value);
        Assert.Equal(false, block.Operators[3].Attributes["bias_after_scale"].Value);
        Assert.Equal([1, 0], (int[])block.Operators[4].Attributes["axis"].Value);
        Assert.Equal([0, 1], (int[])block.Operators[5].Attributes["dim"].Value);
        Assert.Equal(false, block.Operators[5].Attributes["reduce_all"].Value);
        Assert.Equal([0L, 1L], (long[])block.Operators[6].Attributes["int64_values"].Value);
        Assert.Equal(["y"], block.Operators[^1].Input("X"));
    }

    [Fact]
    public void The_form_from_before_the_release_is_read()
    {
        string parameter = $$$"""{"#":"0.parameter","A":[{"N":"parameter_name","AT":{"#":"0.a_str","D":"w"}}],"I":[],"O":[{{{Out(2)}}}]}""";
        string json = Program($$$"""{{{Data(1, "x")}}},{{{parameter}}},{"#":"1.add","A":[],"I":[{"%":1},{"%":2}],"O":[{{{Out(3)}}}]}""");
        string early = json.Replace("\"#\"", "\"id\"").Replace("\"%\"", "\"id\"").Replace("\"1.", "\"pd_op.").Replace("\"0.parameter", "\"builtin.parameter");
        ProgramDescription program = PirFile.Read(Encoding.UTF8.GetBytes(early), "p.json");
        Assert.Equal(WireDump.Of(PirFile.Read(Encoding.UTF8.GetBytes(json), "p.json")), WireDump.Of(program));
        Assert.Equal(["w"], program.PersistableNames());
        Assert.Equal("elementwise_add(X=x; Y=w -> Out=tmp_3)", program.Blocks[0].Operators[^1].ToString());
    }

    [Fact]
    public void Numbers_take_no_name_that_the_file_gives()
    {
        string json = Program($$$"""{{{Data(1, "tmp_2")}}},{"#":"1.relu_","A":[],"I":[{"%":1}],"O":[{{{Out(2)}}}]},{{{Data(3, "feed_")}}}""");
        BlockDescription block = PirFile.Read(Encoding.UTF8.GetBytes(json), "p.json").Blocks[0];
        Assert.Equal(["feed", "tmp_2", "tmp_2_", "feed_"], block.Variables.Select(v => v.Name));
        Assert.Equal("relu(X=tmp_2 -> Out=tmp_2_)", block.Operators[1].ToString());
    }

    [Theory]
    [InlineData("{}", "the magic 'pir'")]
    [InlineData("[1", "no JSON")]
    [InlineData("\u0008\u0000", "no JSON")]
    [InlineData("""{"base_code":{"magic":"pir"},"program":{"regions":[]}}""", "0 regions instead of 1")]
    public void What_is_no_program_is_refused(string json, string reason) => Assert.Contains(reason, Refusal(json));

    [Fact]
    public void A_program_that_contradicts_itself_is_refused()
    {
        Assert.Contains("operand %7 is not defined", Refusal(Program($$$"""{"#":"1.relu","A":[],"I":[{"%":7}],"O":[{{{Out(1)}}}]}""")));
        Assert.Contains("the value %2 is defined twice", Refusal(Program($$$"""{{{Data(2, "x")}}},{"#":"1.relu","A":[],"I":[{"%":2}],"O":[{{{Out(2)}}}]}""")));
        Assert.Contains("the name 'x' comes twice", Refusal(Program($"{Data(1, "x")},{Data(2, "x")}")));
        Assert.Contains("it must be a constant", Refusal(Program($$$"""{{{Data(1, "x")}}},{"#":"1.pool2d","A":[],"I":[{"%":1},{"%":1}],"O":[{{{Out(2)}}}]}""")));
        Assert.Contains("has no counterpart", Refusal(Program(
            $$$"""{{{Data(1, "x")}}},{"#":"1.relu","A":[],"I":[{"%":1}],"O":[{{{Out(2)}}},{{{Out(3)}}}]},{"#":"1.relu","A":[],"I":[{"%":3}],"O":[{{{Out(4)}}}]}""")));
        Assert.Contains("does not fit the type INT", Refusal(Program(
            $$$"""{{{Data(1, "x")}}},{"#":"1.softmax","A":[{"N":"axis","AT":{"#":"0.a_str","D":"no"}}],"I":[{"%":1}],"O":[{{{Out(2)}}}]}""")));
        Assert.Contains("no JSON", Refusal(new string('[', 100_000)));
    }

    [Fact]
    public void Every_row_of_the_table_can_be_carried_out()
    {
        // The fixed values are converted when a row is used; here all of them are.
        Assert.True(PirTable.All.Count() > 140);
        foreach (PirRow row in PirTable.All)
        {
            Assert.Matches("^[a-z][a-z0-9_]*$", row.Type);
            foreach (PirAttributeRule rule in row.Attributes.Where(r => r.Fixed is not null))
                PirAttributes.Fixed(rule.Fixed!, rule.Type!);
            foreach (string type in row.Attributes.Select(r => r.Type).Concat(row.Operands.Select(o => o.AttrType)).OfType<string>())
                PirAttributes.Convert(1L, type);
        }
    }

    private const string Nothing = """{"%":0}""";

    private static string Program(string ops)
        => $$$"""{"base_code":{"magic":"pir","trainable":true,"version":1},"program":{"regions":[{"#":"region_0","blocks":[{"#":"block_0","args":[],"ops":[{{{ops}}}]}]}]}}""";

    private static string Out(int number, string type = "f32", string dims = "[-1,4]")
        => $$$"""{"%":{{{number}}},"TT":{"#":"0.t_dtensor","D":[{"#":"0.t_{{{type}}}"},{{{dims}}},"NCHW",[],0]}}""";

    private static string Data(int number, string name)
        => $$$"""{"#":"1.data","A":[{"N":"name","AT":{"#":"0.a_str","D":"{{{name}}}"}}],"I":[],"O":[{{{Out(number)}}}]}""";

    private static string Full(int number, string kind, string value, string type, string dims)
        => $$$"""{"#":"1.full","A":[{"N":"value","AT":{"#":"{{{kind}}}","D":{{{value}}}}}],"I":[],"O":[{{{Out(number, type, dims)}}}]}""";

    private static string IntArray(int number, params int[] values)
    {
        string items = string.Join(",", values.Select(v => $$$"""{"#":"0.a_i64","D":{{{v}}}}"""));
        return $$$"""{"#":"1.full_int_array","A":[{"N":"value","AT":{"#":"0.a_array","D":[{{{items}}}]}}],"I":[],"O":[{{{Out(number, "i64", $"[{values.Length}]")}}}]}""";
    }

    private static string Refusal(string json)
        => Assert.Throws<InvalidFileException>(() => PirFile.Read(Encoding.UTF8.GetBytes(json), "p.json")).Message;

    /// <summary>Copies that are JSON still: a digit is another one.</summary>
    private static IEnumerable<byte[]> Digits(byte[] good, int count)
    {
        var random = new System.Random(9);
        int[] digits = [.. Enumerable.Range(0, good.Length).Where(i => char.IsAsciiDigit((char)good[i]))];
        for (int i = 0; i < count; i++)
        {
            byte[] copy = [.. good];
            for (int n = random.Next(1, 4); n > 0; n--)
                copy[digits[random.Next(digits.Length)]] = (byte)random.Next('0', '9' + 1);
            yield return copy;
        }
    }

    private ProgramDescription? Read(string name) => SharedData.Find(PaddleIndex.Folder + name, output) is { } path ? PirFile.Read(path) : null;

    private static VariableDescription Variable(BlockDescription block, string name) => block.Variables.Single(v => v.Name == name);
}
