using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Trireme.Generators.ToStatic;

/// <summary>Refuses what a program cannot do, at the place in the user's file.</summary>
internal sealed class Restrictions(TensorFlow flow, List<Diagnostic> problems)
{
    // One problem a place: the first is the nearest.
    private readonly HashSet<Location> _said = [];

    /// <summary>A branch: it may return where all that follows it is in it, and changes nothing but local tensors.</summary>
    public void CheckBranch(SyntaxNode branch, bool returns)
    {
        foreach (SyntaxNode node in TensorFlow.Inside(branch))
        {
            switch (node)
            {
                case ReturnStatementSyntax when !returns:
                case ThrowStatementSyntax or ThrowExpressionSyntax or GotoStatementSyntax or YieldStatementSyntax:
                case BreakStatementSyntax or ContinueStatementSyntax when !node.Ancestors().TakeWhile(a => a != branch.Parent).Any(a => IsLoopOrSwitch(a) && !IsTensorLoop(a)):
                    Say(Problems.CannotLeave, node, node.GetFirstToken().Text, Surroundings(branch));
                    break;
                default:
                    CheckChanges(node);
                    break;
            }
        }
    }

    /// <summary>The body of a loop on a tensor.</summary>
    public void CheckLoop(IReadOnlyList<SyntaxNode> body)
    {
        foreach (SyntaxNode part in body)
        {
            foreach (SyntaxNode node in TensorFlow.Inside(part))
            {
                switch (node)
                {
                    case ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or GotoStatementSyntax or YieldStatementSyntax:
                    case BreakStatementSyntax or ContinueStatementSyntax when !node.Ancestors().TakeWhile(a => a != part.Parent).Any(IsLoopOrSwitch):
                        Say(Problems.LeavesLoop, node, node.GetFirstToken().Text);
                        break;
                    default:
                        CheckChanges(node);
                        break;
                }
            }
        }
    }

    public void CheckVariables(SyntaxNode at, IEnumerable<ISymbol> variables)
    {
        foreach (ISymbol variable in variables.Where(v => !flow.IsPlainTensor(TensorFlow.TypeOf(v))))
            Say(Problems.NotATensor, at, variable.Name, $"of type {TensorFlow.TypeOf(variable).ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}");
    }

    public void CannotLeave(StatementSyntax statement)
    {
        SyntaxNode leaving = TensorFlow.Inside(statement).First(n => n is ReturnStatementSyntax && n.Ancestors().TakeWhile(a => a != statement.Parent).Any(a => flow.Condition(a) is not null));
        Say(Problems.CannotLeave, leaving, "return", Kind(statement));
    }

    public void Result(SyntaxNode at, ITypeSymbol? type) => Say(Problems.ResultType, at, type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) ?? "unknown");

    private static bool IsLoopOrSwitch(SyntaxNode node)
        => node is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax or SwitchStatementSyntax;

    private bool IsTensorLoop(SyntaxNode node) => node is not SwitchStatementSyntax && flow.Condition(node) is not null;

    private void CheckChanges(SyntaxNode node)
    {
        ExpressionSyntax? target = node switch
        {
            AssignmentExpressionSyntax a => a.Left,
            PostfixUnaryExpressionSyntax p when p.IsKind(SyntaxKind.PostIncrementExpression) || p.IsKind(SyntaxKind.PostDecrementExpression) => p.Operand,
            PrefixUnaryExpressionSyntax p when p.IsKind(SyntaxKind.PreIncrementExpression) || p.IsKind(SyntaxKind.PreDecrementExpression) => p.Operand,
            _ => null,
        };
        if (target is ElementAccessExpressionSyntax element)
        {
            if (flow.IsTensor(flow.TypeOf(element.Expression)))
                Say(Problems.InPlace, target, target.ToString());
            else if (flow.SymbolOf(element.Expression) is not ILocalSymbol)
                Say(Problems.NotATensor, target, target.ToString(), "an element of a field");
        }
        else if (target is not null && flow.SymbolOf(target) is IFieldSymbol or IPropertySymbol && target.Parent?.Parent is not InitializerExpressionSyntax)
        {
            Say(Problems.NotATensor, target, target.ToString(), "a field or property");
        }
        if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } && access.Name.Identifier.ValueText.EndsWith("_", System.StringComparison.Ordinal)
            && flow.IsTensor(flow.TypeOf(access.Expression)))
            Say(Problems.InPlace, node, access.Name.ToString());
    }

    private static string Surroundings(SyntaxNode branch)
        => branch.Ancestors().OfType<StatementSyntax>().Where(s => IsLoopOrSwitch(s) || s is TryStatementSyntax or UsingStatementSyntax or LockStatementSyntax or LocalFunctionStatementSyntax).Select(Kind).FirstOrDefault() ?? "a branch";

    private static string Kind(StatementSyntax statement) => statement switch
    {
        TryStatementSyntax => "try",
        UsingStatementSyntax => "using",
        LockStatementSyntax => "lock",
        SwitchStatementSyntax => "switch",
        LocalFunctionStatementSyntax => "a local function",
        _ when IsLoopOrSwitch(statement) => "a loop",
        _ => "this statement",
    };

    private void Say(DiagnosticDescriptor what, SyntaxNode at, params object[] arguments)
    {
        if (_said.Add(at.GetLocation()))
            problems.Add(Diagnostic.Create(what, at.GetLocation(), arguments));
    }
}
