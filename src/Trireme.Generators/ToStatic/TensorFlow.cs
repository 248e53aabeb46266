using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Trireme.Generators.ToStatic;

/// <summary>Finds out where control flow depends on tensors, and which variables change there.</summary>
internal sealed class TensorFlow
{
    private readonly SemanticModel _model;
    private readonly INamedTypeSymbol? _tensor;

    public TensorFlow(SemanticModel model)
    {
        _model = model;
        _tensor = model.Compilation.GetTypeByMetadataName("Trireme.Tensor");
    }

    public bool IsTensor(ITypeSymbol? type)
    {
        for (ITypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(t, _tensor))
                return true;
        }
        return false;
    }

    public bool IsPlainTensor(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type, _tensor);

    /// <summary>The tensor that a condition asks, behind parentheses, a conversion to bool, or Item.</summary>
    public ExpressionSyntax? Condition(ExpressionSyntax? expression)
    {
        switch (expression)
        {
            case null:
                return null;
            case ParenthesizedExpressionSyntax inner:
                return Condition(inner.Expression);
            case CastExpressionSyntax cast when IsTensor(_model.GetTypeInfo(cast.Expression).Type) && _model.GetTypeInfo(cast.Type).Type?.SpecialType == SpecialType.System_Boolean:
                return cast.Expression;
            case InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name: GenericNameSyntax { Identifier.ValueText: "Item" } } access } call
                when _model.GetTypeInfo(call).Type?.SpecialType == SpecialType.System_Boolean && IsTensor(_model.GetTypeInfo(access.Expression).Type):
                return access.Expression;
            default:
                return IsTensor(_model.GetTypeInfo(expression).Type) ? expression : null;
        }
    }

    public ExpressionSyntax? Condition(SyntaxNode node) => node switch
    {
        IfStatementSyntax s => Condition(s.Condition),
        WhileStatementSyntax s => Condition(s.Condition),
        DoStatementSyntax s => Condition(s.Condition),
        ForStatementSyntax s => Condition(s.Condition),
        ConditionalExpressionSyntax e => Condition(e.Condition),
        _ => null,
    };

    /// <summary>Whether something is written differently in a program.</summary>
    public bool IsTarget(SyntaxNode node)
        => Condition(node) is not null || IsJunction(node) || (node is InvocationExpressionSyntax call && Twin(call) is not null);

    public bool IsJunction(SyntaxNode node)
        => node is BinaryExpressionSyntax binary && (binary.IsKind(SyntaxKind.LogicalAndExpression) || binary.IsKind(SyntaxKind.LogicalOrExpression)) && IsTensor(_model.GetTypeInfo(binary).Type);

    public bool HasTargets(SyntaxNode node) => node.DescendantNodesAndSelf().Any(IsTarget);

    /// <summary>The marked method that a call means, if the generator writes a twin of it.</summary>
    public IMethodSymbol? Twin(InvocationExpressionSyntax call)
    {
        if (_model.GetSymbolInfo(call).Symbol is not IMethodSymbol method || !IsMarked(method) || method.Name == "Forward")
            return null;
        return method.DeclaringSyntaxReferences.Any(r => r.GetSyntax().Ancestors().OfType<TypeDeclarationSyntax>().All(IsPartial)) ? method : null;
    }

    public static bool IsPartial(TypeDeclarationSyntax type) => type.Modifiers.Any(SyntaxKind.PartialKeyword);

    /// <summary>Whether a statement returns somewhere under a condition on a tensor.</summary>
    public bool ReturnsUnderTensor(StatementSyntax statement)
        => Inside(statement).OfType<IfStatementSyntax>().Any(s => Condition(s.Condition) is not null && Inside(s).OfType<ReturnStatementSyntax>().Any());

    /// <summary>What is inside a node, without functions in it.</summary>
    public static IEnumerable<SyntaxNode> Inside(SyntaxNode node)
        => node.DescendantNodesAndSelf(n => n == node || n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));

    /// <summary>The variables from outside that change in some statements, and whether they have a value before.</summary>
    public List<(ISymbol Symbol, bool HasValue)> Written(IEnumerable<SyntaxNode> nodes, StatementSyntax entry)
    {
        var written = new List<ISymbol>();
        var declared = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (SyntaxNode node in nodes)
        {
            if (Flow(node) is not { Succeeded: true } flow)
                continue;
            declared.UnionWith(flow.VariablesDeclared);
            written.AddRange(flow.WrittenInside.Where(w => !written.Contains(w, SymbolEqualityComparer.Default)));
        }
        var assigned = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        if (_model.AnalyzeDataFlow(entry) is { Succeeded: true } before)
            assigned.UnionWith(before.DefinitelyAssignedOnEntry);
        return written.Where(w => !declared.Contains(w) && w is ILocalSymbol or IParameterSymbol { IsThis: false }).Select(w => (w, assigned.Contains(w))).ToList();
    }

    public DataFlowAnalysis? Flow(SyntaxNode node) => node switch
    {
        StatementSyntax statement => _model.AnalyzeDataFlow(statement),
        ExpressionSyntax expression => _model.AnalyzeDataFlow(expression),
        _ => null,
    };

    public bool EndIsReachable(IReadOnlyList<StatementSyntax> statements)
        => statements.Count == 0 || _model.AnalyzeControlFlow(statements[0], statements[statements.Count - 1]) is not { Succeeded: true, EndPointIsReachable: false };

    public ISymbol? Declared(SyntaxNode declaration) => _model.GetDeclaredSymbol(declaration);

    public ITypeSymbol? TypeOf(ExpressionSyntax expression) => _model.GetTypeInfo(expression).Type;

    public ITypeSymbol? ConvertedTypeOf(ExpressionSyntax expression) => _model.GetTypeInfo(expression).ConvertedType;

    public ISymbol? SymbolOf(SyntaxNode node) => _model.GetSymbolInfo(node).Symbol;

    public static ITypeSymbol TypeOf(ISymbol variable) => variable is ILocalSymbol local ? local.Type : ((IParameterSymbol)variable).Type;

    public static bool IsMarked(IMethodSymbol method) => method.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() == ToStaticGenerator.Attribute);
}
