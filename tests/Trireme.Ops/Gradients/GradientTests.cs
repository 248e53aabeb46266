using Trireme.Operators;
using Xunit.Abstractions;

namespace Trireme.Tests.Ops.Gradients;

public sealed class GradientTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (GradientRow row in GradientTable.Rows)
                data.Add(row.Name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_finite_differences(string name)
    {
        GradientRow row = GradientTable.Rows.Single(r => r.Name == name);
        string? wrong = row.Check(new HashSet<string>());
        Assert.True(wrong is null, wrong);
    }

    /// <summary>Every operator either has a gradient that a row of the table runs, or is made of others, or works on variables and has tests in programs, or says why it has none.</summary>
    [Fact]
    public void Every_operator_with_a_gradient_has_a_row()
    {
        var seen = new HashSet<string>();
        foreach (GradientRow row in GradientTable.Rows)
            row.Check(seen);
        string[] missing = OpRegistry.All.Where(i => i.NoGradient is null && !i.IsMadeOfOthers && !i.RecordType.IsSubclassOf(typeof(Trireme.Static.ScopeOp)) && !seen.Contains(i.Type)).Select(i => i.Type).ToArray();
        output.WriteLine($"{seen.Count} operators have rows.");
        Assert.True(missing.Length == 0, "No gradient row runs: " + string.Join(", ", missing));
    }
}
