using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Trireme.Generators.ToStatic;
using Xunit;

namespace Trireme.Tests.Jit;

/// <summary>What cannot be converted is refused at its place in the file.</summary>
public sealed class ToStaticGeneratorTests
{
    private static readonly MetadataReference[] Platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(p => Path.GetFileName(p) is var name && (name.StartsWith("Trireme", StringComparison.Ordinal) || name is "System.Runtime.dll" or "System.Private.CoreLib.dll" or "System.Collections.dll" or "netstandard.dll"))
        .Select(p => (MetadataReference)MetadataReference.CreateFromFile(p)).ToArray();

    [Theory]
    [InlineData("TRI002", "int n = 0; if (x.Sum() > 0) n++; return x * n;")]
    [InlineData("TRI002", "if (x.Sum() > 0) Count = 1; return x;")]
    [InlineData("TRI002", "for (int i = 0; i < x.Sum(); i++) x = x + 1; return x;")]
    [InlineData("TRI003", "while (x.Sum() > 0) { if (Count > 3) break; x = x - 1; } return x;")]
    [InlineData("TRI003", "while (x.Sum() > 0) { x = x - 1; if (x.Max() > 3) return x; } return x;")]
    [InlineData("TRI004", "for (int i = 0; i < 3; i++) { if (x.Sum() > i) return x; } return -x;")]
    [InlineData("TRI004", "foreach (int i in new[] { 1, 2 }) { if (x.Sum() > i) break; x = x + 1; } return x;")]
    [InlineData("TRI004", "if (x.Sum() > 0) throw new System.Exception(); return x;")]
    [InlineData("TRI005", "if (x.Sum() > 0) x.Add_(x); return x;")]
    [InlineData("TRI006", "int n = x.Sum() > 0 ? 1 : 2; return x * n;")]
    public void WhatCannotBeConvertedIsNamed(string id, string body)
    {
        (Diagnostic[] problems, _) = Run($"public partial class Net : Layer {{ public int Count {{ get; set; }} [ToStatic] public override Tensor Forward(Tensor x) {{ {body} }} }}");
        Diagnostic problem = Assert.Single(problems);
        Assert.Equal(id, problem.Id);
        Assert.Equal(DiagnosticSeverity.Error, problem.Severity);
        Assert.Equal("Net.cs", problem.Location.GetLineSpan().Path);
        Assert.Equal(3, problem.Location.GetLineSpan().StartLinePosition.Line);
    }

    [Fact]
    public void AClassMustBePartialOnlyWhereSomethingIsConverted()
    {
        (Diagnostic[] problems, _) = Run("public class Net : Layer { [ToStatic] public override Tensor Forward(Tensor x) { if (x.Sum() > 0) return x; return -x; } }");
        Assert.Equal("TRI001", Assert.Single(problems).Id);
        (problems, string? text) = Run("public class Net : Layer { [ToStatic] public override Tensor Forward(Tensor x) => x * 2; }");
        Assert.Empty(problems);
        Assert.Null(text);
    }

    [Fact]
    public void WhatIsWrittenCompilesInGenericAndNestedTypes()
    {
        (Diagnostic[] problems, string? text) = Run("public partial class Outer<T> { internal partial class Net : Layer { [ToStatic] public override Tensor Forward(Tensor x, Tensor y) { if (x.Sum() > 0) x = y; return x; } "
            + "[ToStatic] public override Tensor[] Forward(params Tensor[] many) { if (many[0]) return [many[0]]; return many; } [ToStatic] public static Tensor Other(Tensor? @in = null) => @in! ? @in! : -@in!; } }");
        Assert.Empty(problems);
        Assert.Contains("OtherStatic", text);
    }

    private static (Diagnostic[] Problems, string? Text) Run(string type)
    {
        string source = $"using Trireme;\nusing Trireme.NN;\nnamespace Snippets;\n{type}";
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        CSharpCompilation compilation = CSharpCompilation.Create("Snippet", [CSharpSyntaxTree.ParseText(source, options, "Net.cs")],
            Platform, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new ToStaticGenerator().AsSourceGenerator()], parseOptions: options);
        GeneratorDriverRunResult result = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out _).GetRunResult();
        Assert.Empty(updated.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        return (result.Diagnostics.ToArray(), result.GeneratedTrees.SingleOrDefault()?.ToString());
    }
}
