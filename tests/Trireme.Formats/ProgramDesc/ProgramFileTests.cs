using System.Numerics;
using System.Text;
using Trireme.Formats.Files;
using Trireme.Formats.ProgramDesc;
using Trireme.Static;

namespace Trireme.Tests.Formats.ProgramDesc;

/// <summary>What makes a program file good or bad, one fact a row.</summary>
public class ProgramFileTests
{
    [Fact]
    public void Attributes_of_every_type_come_back()
    {
        object[] values =
        [
            -1, 1.5f, "näme \U0001F600", new[] { 1, -2, int.MinValue }, new[] { float.NaN, -0f }, new[] { "", "b" }, true, new[] { true, false }, new BlockReference(1),
            long.MinValue, new[] { new BlockReference(1) }, new[] { -1L, long.MaxValue }, new[] { double.Epsilon }, new VariableReference("x"),
            new[] { new VariableReference("x"), new VariableReference("x") }, Math.PI, new ScalarValue(7L),
            new[] { new ScalarValue(true), new ScalarValue(-1L), new ScalarValue(0.5), new ScalarValue(new Complex(1, -2)) },
            Array.Empty<int>(), Array.Empty<float>(), Array.Empty<string>(), Array.Empty<bool>(), Array.Empty<long>(), Array.Empty<double>(),
            Array.Empty<BlockReference>(), Array.Empty<VariableReference>(), Array.Empty<ScalarValue>(),
        ];
        var attributes = new OrderedDictionary<string, AttributeValue>();
        foreach (object value in values)
            attributes.Add($"a{attributes.Count}", AttributeValue.Of(value));
        Assert.Equal(18, attributes.Values.Select(v => v.Type).Distinct().Count());

        ProgramDescription program = Program(new OperatorDescription { Type = "t", Attributes = attributes, IsTarget = true });
        byte[] bytes = ProgramFile.ToBytes(program);
        ProgramDescription again = ProgramFile.Read(bytes, "memory");
        Assert.Equal(attributes.Values, again.Blocks[0].Operators[0].Attributes.Values);
        Assert.Equal(WireDump.Of(program), WireDump.Of(bytes));
        Assert.Equal(WireDump.Of(program), WireDump.Of(again));
    }

    [Fact]
    public void Variables_of_every_kind_come_back()
    {
        var program = Program(new OperatorDescription { Type = "t" });
        foreach (VariableKind kind in Enum.GetValues<VariableKind>())
        {
            bool tensor = kind is VariableKind.LodTensor or VariableKind.SelectedRows or VariableKind.LodTensorArray or VariableKind.String
                or VariableKind.Strings or VariableKind.Vocab or VariableKind.SparseCoo or VariableKind.SparseCsr;
            program.Blocks[0].Variables.Add(new VariableDescription
            {
                Name = $"{kind}",
                Kind = kind,
                ElementType = tensor ? ElementTypes.BFloat16 : null,
                Dims = tensor ? [-1, 0, 3] : [],
                LodLevel = kind is VariableKind.LodTensor or VariableKind.LodTensorArray ? 2 : 0,
                Persistable = true,
                NeedCheckFeed = true,
                IsParameter = true,
                StopGradient = true,
                ReaderTensors = kind == VariableKind.Reader ? [new TensorDescription(ElementTypes.Int64, [-1, 1], 1)] : [],
            });
        }
        byte[] bytes = ProgramFile.ToBytes(program);
        Assert.Equal(WireDump.Of(program), WireDump.Of(bytes));
        Assert.Equal(WireDump.Of(program), WireDump.Of(ProgramFile.Read(bytes, "memory")));
    }

    [Fact]
    public void Persistable_names_are_those_of_the_parameter_file_in_its_order()
    {
        // Python sorts by code point: U+FF5E comes before U+1F600, whose UTF-16 units come first.
        ProgramDescription program = Program(new OperatorDescription { Type = "t" });
        string[] names = ["b", "a", "B", "_", "a.10", "a.9", "\uFF5E", "\U0001F600"];
        program.Blocks[0].Variables.AddRange(names.Select(n => new VariableDescription { Name = n, Persistable = true }));
        program.Blocks[0].Variables.Add(new VariableDescription { Name = "feed", Kind = VariableKind.FeedMinibatch, Persistable = true });
        Assert.Equal(["B", "_", "a", "a.10", "a.9", "b", "\uFF5E", "\U0001F600"], program.PersistableNames());
    }

    [Fact]
    public void Packed_lists_and_unknown_fields_are_read()
    {
        byte[] attribute = Join(Field(1, "a"), [0x10, 3], Field(6, (byte[])[1, 2, 0x80, 1]));
        byte[] unknown = Join(Field(99, "later"), [0xFD, 0x3F, 1, 2, 3, 4], [0xF9, 0x3F, 1, 2, 3, 4, 5, 6, 7, 8], [0xF0, 0x3F, 5]);
        byte[] op = Join(Field(3, "t"), Field(4, attribute), unknown);
        byte[] file = Join(Field(1, Join([8, 0], [16, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1], Field(4, op), unknown)), unknown);
        Assert.Equal([1, 2, 128], (int[])ProgramFile.Read(file, "memory").Blocks[0].Operators[0].Attributes["a"].Value);
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
    {
        byte[] op = Join(Field(3, (byte[])[0x61, 0xFF]));
        byte[] file = Field(1, Join([8, 0], [16, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1], Field(4, op)));
        var refusal = Assert.Throws<InvalidFileException>(() => ProgramFile.Read(file, "memory"));
        Assert.Contains("block 0, operator 0", refusal.Message);
    }

    [Theory]
    [InlineData("Int", "holds no such value")]
    [InlineData("Longs", "holds no such value")]
    [InlineData("Scalar", "holds no such value")]
    public void An_attribute_that_is_not_of_its_type_is_refused(string type, string reason)
    {
        byte[] attribute = Join(Field(1, "axis"), [0x10, (byte)Enum.Parse<AttrType>(type)], Field(5, "text"));
        byte[] file = Field(1, Join([8, 0], [16, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1], Field(4, Join(Field(3, "conv2d"), Field(4, attribute)))));
        var refusal = Assert.Throws<InvalidFileException>(() => ProgramFile.Read(file, "m.pdmodel"));
        Assert.Contains("m.pdmodel", refusal.Message);
        Assert.Contains("block 0, operator 0 (conv2d)", refusal.Message);
        Assert.Contains("'axis'", refusal.Message);
        Assert.Contains(reason, refusal.Message);
    }

    public static TheoryData<string, Action<ProgramDescription>> Contradictions => new()
    {
        { "block 0, variable 'x': the name comes twice", p => p.Blocks[0].Variables.Add(new VariableDescription { Name = "x" }) },
        { "the dimension -2 in [3, -2] is negative", p => Add(p, ElementTypes.Float32, 3, -2) },
        { "more bytes than can be counted", p => Add(p, ElementTypes.Float32, 1L << 31, 1L << 31) },
        { "65 dimensions", p => Add(p, ElementTypes.Float32, new long[65]) },
        { "operator 1 (relu): input X names the variable 'nowhere'", p => p.Blocks[0].Operators.Add(new OperatorDescription { Type = "relu", Inputs = { ["X"] = ["nowhere"] } }) },
        { "output Out names the variable 'inner'", p => p.Blocks[0].Operators.Add(new OperatorDescription { Type = "relu", Outputs = { ["Out"] = ["inner"] } }) },
        { "names block 2, and there are 2", p => Run(p, 0, 2) },
        { "names block -1", p => Run(p, 0, -1) },
        { "an operator inside the block runs the block itself", p => Run(p, 1, 1) },
        { "an operator inside the block runs the block itself", p => { Run(p, 0, 1); Run(p, 1, 0); } },
        { "the parent is block 2", p => p.Blocks.Add(new BlockDescription { Index = 2, ParentIndex = 2 }) },
        { "the parent is block 7", p => p.Blocks.Add(new BlockDescription { Index = 2, ParentIndex = 7 }) },
        { "the index is 5 instead of 2", p => p.Blocks.Add(new BlockDescription { Index = 5 }) },
        { "the forward block 9", p => p.Blocks.Add(new BlockDescription { Index = 2, ForwardIndex = 9 }) },
        { "there is no block", p => p.Blocks.Clear() },
        { "nested more than 64 deep", p => p.Blocks.AddRange(Enumerable.Range(2, 70).Select(i => new BlockDescription { Index = i, ParentIndex = i - 1 })) },
        { "names the variable 'gone'", p => p.Blocks[1].Operators.Add(new OperatorDescription { Type = "t", Attributes = { ["v"] = AttributeValue.Of(new VariableReference("gone")) } }) },
    };

    [Theory, MemberData(nameof(Contradictions))]
    public void A_program_that_contradicts_itself_is_neither_read_nor_written(string reason, Action<ProgramDescription> spoil)
    {
        ProgramDescription program = Program(new OperatorDescription { Type = "t", Inputs = { ["X"] = ["x", "@EMPTY@"] } });
        ProgramFile.Read(ProgramFile.ToBytes(program), "good");
        spoil(program);
        var refusal = Assert.Throws<InvalidFileException>(() => ProgramFile.Read(ProgramWriter.ToBytes(program), "m.pdmodel"));
        Assert.StartsWith("m.pdmodel: the file cannot be used.", refusal.Message);
        Assert.Contains(reason, refusal.Message);
        Assert.Contains(reason, Assert.Throws<InvalidArgumentException>(() => ProgramFile.ToBytes(program)).Message);
    }

    [Fact]
    public void Inner_blocks_see_the_variables_around_them()
    {
        ProgramDescription program = Program(new OperatorDescription { Type = "t" });
        program.Blocks[1].Operators.Add(new OperatorDescription { Type = "t", Inputs = { ["X"] = ["x", "inner"] } });
        Assert.Equal(["x", "inner"], ProgramFile.Read(ProgramFile.ToBytes(program), "m").Blocks[1].Operators[0].Input("X"));
    }

    [Fact]
    public void Attributes_convert_between_types_only_where_nothing_is_lost()
    {
        Assert.Equal(1, ((AttributeValue)true).ToInt64());
        Assert.Equal(3, ((AttributeValue)3f).ToInt64());
        Assert.Equal(-4L, AttributeValue.Of(new ScalarValue(-4L)).ToInt64());
        Assert.True(((AttributeValue)1).ToBoolean());
        Assert.Equal(0.5, ((AttributeValue)0.5f).ToDouble());
        Assert.Equal([1L, 2L], ((AttributeValue)new[] { 1, 2 }).ToInt64s());
        Assert.Equal([1.0, 2.0], ((AttributeValue)new[] { 1L, 2L }).ToDoubles());
        Assert.Empty(((AttributeValue)Array.Empty<float>()).ToInt64s());
        Assert.Equal("[1, 2]", ((AttributeValue)new[] { 1L, 2L }).ToString());
        Assert.Throws<InvalidArgumentException>(() => ((AttributeValue)0.5f).ToInt64());
        Assert.Throws<InvalidArgumentException>(() => ((AttributeValue)"1").ToInt64());
        Assert.Throws<InvalidArgumentException>(() => ((AttributeValue)new[] { 0.5f }).ToInt64s());
        Assert.Throws<InvalidArgumentException>(() => AttributeValue.Of(1u));
    }

    private static void Add(ProgramDescription program, int type, params long[] dims)
        => program.Blocks[0].Variables.Add(new VariableDescription { Name = "spoilt", Persistable = true, ElementType = type, Dims = dims });

    private static void Run(ProgramDescription program, int block, int inner)
        => program.Blocks[block].Operators.Add(new OperatorDescription { Type = "while", Attributes = { ["sub_block"] = new BlockReference(inner) } });

    internal static ProgramDescription Program(OperatorDescription op) => new()
    {
        Version = 2006000,
        OperatorVersions = [new OperatorVersion("relu", 2)],
        Blocks =
        [
            new BlockDescription
            {
                Variables = [new VariableDescription { Name = "x", ElementType = ElementTypes.Float32, Dims = [-1, 3] }],
                Operators = [op],
            },
            new BlockDescription { Index = 1, ParentIndex = 0, Variables = [new VariableDescription { Name = "inner" }] },
        ],
    };

    private static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(p => p)];

    private static byte[] Field(int number, string text) => Field(number, Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int number, byte[] content)
    {
        int tag = number << 3 | 2;
        byte[] head = tag < 128 ? [(byte)tag] : [(byte)(tag & 127 | 128), (byte)(tag >> 7)];
        return [.. head, (byte)content.Length, .. content];
    }
}
