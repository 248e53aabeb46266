using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Trireme.Generators.ToStatic;

/// <summary>
/// Writes, for every method marked [ToStatic] in a partial class, a twin whose control flow on tensors is that of a program. The twin of a layer's
/// Forward is what tracing runs; that of another method has the suffix Static.
/// </summary>
[Generator]
public sealed class ToStaticGenerator : IIncrementalGenerator
{
    // The number of inputs of a Forward that takes an array.
    private const int AnyNumber = int.MaxValue;

    internal const string Attribute = "Trireme.ToStaticAttribute";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<Twin> twins = context.SyntaxProvider.ForAttributeWithMetadataName(Attribute, static (node, _) => node is MethodDeclarationSyntax, Convert)
            .Where(static t => t is not null)!;
        context.RegisterSourceOutput(twins.Collect(), static (output, found) =>
        {
            foreach (Diagnostic problem in found.SelectMany(t => t.Problems))
                output.ReportDiagnostic(problem);
            foreach (IGrouping<string, Twin> type in found.Where(t => t.Text.Length > 0).GroupBy(t => t.File))
                output.AddSource(type.Key, Source(type.ToArray()));
        });
    }

    private static Twin? Convert(GeneratorAttributeSyntaxContext context, CancellationToken cancel)
    {
        var syntax = (MethodDeclarationSyntax)context.TargetNode;
        var method = (IMethodSymbol)context.TargetSymbol;
        var flow = new TensorFlow(context.SemanticModel);
        bool forward = method.IsOverride && method.Name == "Forward";
        bool needed = flow.HasTargets(syntax);
        TypeDeclarationSyntax[] types = syntax.Ancestors().OfType<TypeDeclarationSyntax>().ToArray();
        if (syntax.Body is null && syntax.ExpressionBody is null)
            return null;
        var problems = new List<Diagnostic>();
        if (!types.All(TensorFlow.IsPartial))
        {
            if (!needed)
                return null;
            problems.Add(Diagnostic.Create(Problems.NotPartial, syntax.Identifier.GetLocation(), method.Name, method.ContainingType.Name));
            return new Twin("", "", "", 0, problems);
        }
        if (forward && !needed)
            return null;
        string body = new MethodConverter(flow, method.ReturnType, syntax, problems).Body(syntax);
        if (problems.Count > 0)
            return new Twin("", "", "", 0, problems);
        cancel.ThrowIfCancellationRequested();
        bool general = forward && method.Parameters.Length == 1 && method.Parameters[0].Type is IArrayTypeSymbol;
        string name = general ? "ForwardAll" : method.Name;
        string modifiers = forward ? "private" : string.Join(" ", syntax.Modifiers.Where(m => !m.IsKind(SyntaxKind.PartialKeyword) && !m.IsKind(SyntaxKind.OverrideKeyword) && !m.IsKind(SyntaxKind.VirtualKeyword)).Select(m => m.Text));
        string parameters = general ? $"({syntax.ParameterList.Parameters[0].Type} {syntax.ParameterList.Parameters[0].Identifier})" : syntax.ParameterList.ToString();
        string text = $"{modifiers} {syntax.ReturnType} {name}Static{syntax.TypeParameterList}{parameters}{string.Concat(syntax.ConstraintClauses.Select(c => " " + c))}{body}\n";
        string file = method.ContainingType.ToDisplayString().Replace('<', '{').Replace('>', '}') + ".ToStatic.g.cs";
        return new Twin(file, Around(syntax, types), text, general ? AnyNumber : forward ? method.Parameters.Length : 0, []);
    }

    // The namespace, usings and types around a method; {0} is where members go.
    private static string Around(MethodDeclarationSyntax syntax, TypeDeclarationSyntax[] types)
    {
        var text = new StringBuilder();
        CompilationUnitSyntax unit = syntax.SyntaxTree.GetCompilationUnitRoot();
        foreach (UsingDirectiveSyntax directive in unit.Usings.Where(u => u.GlobalKeyword.IsKind(SyntaxKind.None)))
            text.AppendLine(directive.ToString());
        BaseNamespaceDeclarationSyntax[] namespaces = syntax.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Reverse().ToArray();
        foreach (BaseNamespaceDeclarationSyntax space in namespaces)
        {
            text.AppendLine($"namespace {space.Name}\n{{");
            foreach (UsingDirectiveSyntax directive in space.Usings)
                text.AppendLine(directive.ToString());
        }
        foreach (TypeDeclarationSyntax type in types.AsEnumerable().Reverse())
            text.AppendLine($"partial {(type is RecordDeclarationSyntax record ? $"record {record.ClassOrStructKeyword.Text}".TrimEnd() : type.Keyword.Text)} {type.Identifier.Text}{type.TypeParameterList}\n{{");
        text.Append(Members);
        for (int i = 0; i < namespaces.Length + types.Length; i++)
            text.AppendLine("}");
        return text.ToString();
    }

    private const string Members = "/*members*/";

    private static string Source(Twin[] twins)
    {
        var members = new StringBuilder();
        int[] forwards = twins.Select(t => t.ForwardInputs).Where(n => n > 0).ToArray();
        if (forwards.Length > 0)
        {
            string others = forwards.Contains(AnyNumber) ? "ForwardAllStatic" : "base.ForwardStatic";
            string cases = string.Concat(forwards.Where(n => n != AnyNumber).Select(n => $"{n} => new global::Trireme.Tensor[] {{ ForwardStatic({string.Join(", ", Enumerable.Range(0, n).Select(i => $"inputs[{i}]"))}) }}, "));
            members.AppendLine($"protected override global::Trireme.Tensor[] ForwardStatic(global::Trireme.Tensor[] inputs) => inputs.Length switch {{ {cases}_ => {others}(inputs) }};");
        }
        foreach (Twin twin in twins)
            members.AppendLine(twin.Text);
        return "// <auto-generated/>\n#nullable enable annotations\n#pragma warning disable\n" + twins[0].Around.Replace(Members, members.ToString());
    }

    /// <summary>A converted method, or what keeps it from being converted.</summary>
    private sealed class Twin(string file, string around, string text, int forwardInputs, IReadOnlyList<Diagnostic> problems)
    {
        public string File { get; } = file;

        public string Around { get; } = around;

        public string Text { get; } = text;

        public int ForwardInputs { get; } = forwardInputs;

        public IReadOnlyList<Diagnostic> Problems { get; } = problems;
    }
}
