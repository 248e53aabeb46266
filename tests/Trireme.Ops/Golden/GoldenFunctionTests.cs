using System.Collections.Concurrent;
using Trireme.Tests.Golden;
using Xunit.Abstractions;

namespace Trireme.Tests.Ops.Golden;

/// <summary>Every function of the golden vectors that has a method here, forward and gradient, at the stated tolerances.</summary>
public sealed class GoldenFunctionTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Functions
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach ((string group, string op) in FunctionCases.Select(c => (c.Group, c.Op)).Distinct())
            {
                if (GoldenFunction.Overloads(op).Length > 0)
                    data.Add(group, op);
            }
            return data;
        }
    }

    private static IEnumerable<GoldenCase> FunctionCases => GoldenSet.Cases.Where(c => c.Kind is "function" or "double_grad");

    [Theory]
    [MemberData(nameof(Functions))]
    public void Agrees(string group, string op)
    {
        GoldenCase[] cases = FunctionCases.Where(c => c.Group == group && c.Op == op && GoldenFunction.IsRepresentable(c)).ToArray();
        string[] failures = cases.Select(GoldenFunction.Check).Where(f => f is not null).Select(f => f!).ToArray();
        output.WriteLine($"{op}: {cases.Length - failures.Length} of {cases.Length} cases agree.");
        Assert.True(failures.Length == 0, $"{failures.Length} of {cases.Length} cases fail:\n" + string.Join("\n", failures.Take(8)));
    }

    /// <summary>What is not covered is listed by name, and the list may only shrink.</summary>
    [Fact]
    public void Uncovered_operators_are_listed()
    {
        string list = Path.Combine(Path.GetDirectoryName(GoldenSet.Folder)!, "golden-uncovered.txt");
        string[] listed = File.ReadAllLines(list).Where(l => l.Length > 0 && l[0] != '#').ToArray();
        // Layers, optimizers, clipping, training loops and metrics are run by the tests of the training library.
        string[] uncovered = FunctionCases.Where(c => c.Group != "metric" && (GoldenFunction.Overloads(c.Op).Length == 0 || !GoldenFunction.IsRepresentable(c)))
            .Concat(GoldenSet.Cases.Where(c => c.Kind is "distribution")).Select(c => c.Op).Distinct().Order(StringComparer.Ordinal).ToArray();
        foreach (string op in uncovered)
            output.WriteLine($"not covered: {op}");
        Assert.Equal(listed.Order(StringComparer.Ordinal), uncovered);
    }
}
