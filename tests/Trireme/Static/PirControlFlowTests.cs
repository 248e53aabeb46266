using System.Text;
using Trireme.Formats.Files;
using Trireme.Formats.Pir;
using Trireme.Static;
using Trireme.Static.Files;
using Xunit;

namespace Trireme.Tests.Static;

/// <summary>Conditions and loops in programs of Paddle 3, written by hand in the form that its writer gives them: no real file with any is at hand.</summary>
public sealed class PirControlFlowTests
{
    private const string Vector = "[2]", One = "[]";

    [Theory]
    [InlineData(1, 2)]
    [InlineData(-1, -2)]
    public void TheBranchThatTheConditionChoosesRuns(float a, float b)
    {
        // y, z = (x + c, c) if x.sum() > 0 else (x · x, x); both branches read the constant from outside, where nobody else needs it before.
        string json = Program($"""
            {Data(1, "x", Vector)},{Axis(2)},{Op("sum", [1, 2], [Value(3, "f32", One)])},{Full(4, 0, "f32", One)},{Op("greater_than", [3, 4], [Value(5, "bool", One)])},
            {Full(6, 5, "f32", Vector)},
            {If(5, [Value(7, "f32", Vector), Value(8, "f32", Vector)],
                Op("add", [1, 6], [Value(9, "f32", Vector)]) + "," + Yield(9, 6),
                Op("multiply", [1, 1], [Value(10, "f32", Vector)]) + "," + Yield(10, 1))},
            {Op("add", [7, 6], [Value(11, "f32", Vector)])},
            {Fetch(11, "y", Vector)},{Fetch(8, "z", Vector)}
            """);
        float[][] expected = a + b > 0 ? [[a + 10, b + 10], [5, 5]] : [[(a * a) + 5, (b * b) + 5], [a, b]];
        Assert.Equal(expected, Run(json, a, b));
    }

    [Theory]
    [InlineData("#")]
    [InlineData("%")]
    public void ALoopHandsValuesOn(string number)
    {
        // for (i = 0; i < 5; i++) (p, q) = (q, p + q + x): what is handed on crosses over.
        string json = Program($"""
            {Data(1, "x", Vector)},{Full(2, 0, "i64", One)},{Full(3, 5, "i64", One)},{Full(4, 1, "f32", Vector)},{Op("less_than", [2, 3], [Value(5, "bool", One)])},
            {While([5, 2, 1, 4], [Value(6, "i64", One), Value(7, "f32", Vector), Value(8, "f32", Vector)],
                [Argument(number, -1, "i64", One), Argument(number, -2, "f32", Vector), Argument(number, -3, "f32", Vector)],
                $"{Full(9, 1, "i64", One)},{Op("add", [-1, 9], [Value(10, "i64", One)])},{Op("less_than", [10, 3], [Value(11, "bool", One)])},"
                + $"{Op("add", [-2, -3], [Value(12, "f32", Vector)])},{Op("add", [12, 1], [Value(13, "f32", Vector)])},{Yield(11, 10, -3, 13)}")},
            {Fetch(7, "p", Vector)},{Fetch(8, "q", Vector)},{Fetch(6, "i", One)}
            """);
        (float P, float Q) Plain(float x)
        {
            (float p, float q) = (x, 1);
            for (int i = 0; i < 5; i++)
                (p, q) = (q, p + q + x);
            return (p, q);
        }
        Assert.Equal([[Plain(2).P, Plain(-3).P], [Plain(2).Q, Plain(-3).Q], [5]], Run(json, 2, -3));
    }

    [Fact]
    public void ABranchInsideALoopSeesItsValues()
    {
        // while (s < 20) s = s < 5 ? s + s : s + 7, elementwise over one number in a vector of two.
        string json = Program($"""
            {Data(1, "x", Vector)},{Axis(2)},{Full(3, 20, "f32", One)},{Full(4, 5, "f32", One)},{Op("max", [1, 2], [Value(5, "f32", One)])},
            {Op("less_than", [5, 3], [Value(6, "bool", One)])},
            {While([6, 1], [Value(7, "f32", Vector)], [Argument("%", -1, "f32", Vector)],
                $"{Op("max", [-1, 2], [Value(8, "f32", One)])},{Op("less_than", [8, 4], [Value(9, "bool", One)])},{Full(10, 7, "f32", Vector)},"
                + If(9, [Value(11, "f32", Vector)], Op("add", [-1, -1], [Value(12, "f32", Vector)]) + "," + Yield(12), Op("add", [-1, 10], [Value(13, "f32", Vector)]) + "," + Yield(13))
                + $",{Op("max", [11, 2], [Value(14, "f32", One)])},{Op("less_than", [14, 3], [Value(15, "bool", One)])},{Yield(15, 11)}")},
            {Fetch(7, "y", Vector)}
            """);
        // 1 2 → 2 4 → 4 8 → 11 15 → 18 22.
        Assert.Equal([[18f, 22f]], Run(json, 1, 2));
    }

    [Fact]
    public void WhatContradictsItselfIsRefused()
    {
        string condition = $"{Data(1, "x", Vector)},{Axis(2)},{Full(3, 0, "f32", One)},{Op("sum", [1, 2], [Value(4, "f32", One)])},{Op("less_than", [4, 3], [Value(5, "bool", One)])},";
        Assert.Contains("does not end with its results", Refusal(condition + If(5, [Value(6, "f32", Vector)], Op("add", [1, 1], [Value(7, "f32", Vector)]), Yield(1))));
        Assert.Contains("gives 2 results; 1 are needed", Refusal(condition + If(5, [Value(6, "f32", Vector)], Yield(1, 1), Yield(1))));
        Assert.Contains("operand %7 is not defined", Refusal(
            condition + If(5, [Value(6, "f32", Vector)], Op("add", [1, 1], [Value(7, "f32", Vector)]) + "," + Yield(7), Yield(1)) + "," + Op("add", [7, 7], [Value(8, "f32", Vector)])));
        Assert.Contains("a loop over 1 values", Refusal(condition + While([5], [Value(6, "f32", Vector)], [Argument("%", -1, "f32", Vector)], Yield(5, -1))));
        Assert.Contains("no block ends", Refusal(condition + Yield(5)));
    }

    private static string Refusal(string ops) => Assert.Throws<InvalidFileException>(() => PirFile.Read(Encoding.UTF8.GetBytes(Program(ops)), "p.json")).Message;

    private static float[][] Run(string json, params float[] x)
    {
        Trireme.Static.Program program = ProgramImport.Build(PirFile.Read(Encoding.UTF8.GetBytes(json), "p.json"), "p.json");
        FetchTarget[] fetches = InferenceModel.Fetches(program).Select(f => (FetchTarget)f).ToArray();
        var executor = new Executor();
        Tensor[] results = [];
        // More than once: what a loop overwrites begins afresh.
        for (int run = 0; run < 2; run++)
            results = executor.Run(program, new Dictionary<string, Tensor> { ["x"] = Paddle.ToTensor(x) }, fetches, new Scope());
        return Array.ConvertAll(results, r => r.Cast("float32").ToArray<float>());
    }

    private static string Program(string ops)
        => $$$"""{"base_code":{"magic":"pir","trainable":true,"version":1},"program":{"regions":[{{{Region(0, "", ops)}}}]}}""";

    private static string Region(int number, string arguments, string ops)
        => $$$"""{"#":"region_{{{number}}}","blocks":[{"#":"block_{{{number}}}","args":[{{{arguments}}}],"ops":[{{{ops}}}]}]}""";

    private static string Type(string type, string dims) => $$$"""{"#":"0.t_dtensor","D":[{"#":"0.t_{{{type}}}"},{{{dims}}},"NCHW",[],0]}""";

    private static string Value(int number, string type, string dims) => $$$"""{"%":{{{number}}},"TT":{{{Type(type, dims)}}}}""";

    private static string Argument(string key, int number, string type, string dims) => $$$"""{"{{{key}}}":{{{number}}},"TT":{{{Type(type, dims)}}}}""";

    private static string Operands(IEnumerable<int> numbers) => string.Join(",", numbers.Select(n => $$"""{"%":{{n}}}"""));

    private static string Op(string type, int[] operands, string[] results)
        => $$$"""{"#":"1.{{{type}}}","A":[],"I":[{{{Operands(operands)}}}],"O":[{{{string.Join(",", results)}}}],"OA":[]}""";

    private static string Yield(params int[] values) => $$$"""{"#":"2.yield","A":[],"I":[{{{Operands(values)}}}],"O":[]}""";

    private static string If(int condition, string[] results, string then, string otherwise)
        => $$$"""{"#":"1.if","A":[],"I":[{"%":{{{condition}}}}],"O":[{{{string.Join(",", results)}}}],"regions":[{{{Region(1, "", then)}}},{{{Region(2, "", otherwise)}}}]}""";

    private static string While(int[] operands, string[] results, string[] arguments, string body)
        => $$$"""{"#":"1.while","A":[],"I":[{{{Operands(operands)}}}],"O":[{{{string.Join(",", results)}}}],"regions":[{{{Region(1, string.Join(",", arguments), body)}}}]}""";

    private static string Data(int number, string name, string dims)
        => $$$"""{"#":"1.data","A":[{"N":"name","AT":{"#":"0.a_str","D":"{{{name}}}"}}],"I":[],"O":[{{{Value(number, "f32", dims)}}}]}""";

    private static string Full(int number, int value, string type, string dims)
        => $$$"""{"#":"1.full","A":[{"N":"value","AT":{"#":"1.a_scalar","D":["float64",{{{value}}}]}}],"I":[],"O":[{{{Value(number, type, dims)}}}]}""";

    private static string Axis(int number)
        => $$$"""{"#":"1.full_int_array","A":[{"N":"value","AT":{"#":"0.a_array","D":[{"#":"0.a_i64","D":0}]}}],"I":[],"O":[{{{Value(number, "i64", "[1]")}}}]}""";

    private static string Fetch(int number, string name, string dims)
        => $$$"""{"#":"1.fetch","A":[{"N":"name","AT":{"#":"0.a_str","D":"{{{name}}}"}}],"I":[{"%":{{{number}}}}],"O":[{{{Value(1000 + number, "f32", dims)}}}]}""";
}
