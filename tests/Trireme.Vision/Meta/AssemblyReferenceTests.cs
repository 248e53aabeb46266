using System.Reflection;

namespace Trireme.Tests.Vision.Meta;

/// <summary>A project references only those above it in the list of ARCHITECTURE.md.</summary>
public sealed class AssemblyReferenceTests
{
    private static readonly string[] Order = ["Trireme.Core", "Trireme.Ops", "Trireme.Cpu", "Trireme.Formats", "Trireme", "Trireme.Vision", "Trireme.Text", "Trireme.Fluid"];

    public static TheoryData<string> Projects => new(Order);

    [Theory]
    [MemberData(nameof(Projects))]
    public void Arrows_point_up(string project)
    {
        string[] references = Assembly.Load(project).GetReferencedAssemblies().Select(r => r.Name!).ToArray();
        int place = Array.IndexOf(Order, project);
        Assert.All(references.Where(r => r.StartsWith("Trireme", StringComparison.Ordinal)), r => Assert.Contains(r, Order[..place]));
        Assert.All(references.Where(r => !r.StartsWith("Trireme", StringComparison.Ordinal)), r => Assert.True(
            r.StartsWith("System", StringComparison.Ordinal) || r is "netstandard" or "Google.Protobuf", $"{project} depends on {r}."));
    }
}
