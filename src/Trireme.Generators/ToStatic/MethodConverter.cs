using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Trireme.Generators.ToStatic;

/// <summary>
/// Writes a method anew with its branches and loops on tensors as functions handed to Static.NN.Cond and Static.NN.WhileLoop. Everything else is
/// copied. Both branches of a condition run while a program is recorded, so each works on copies of the variables it changes.
/// </summary>
internal sealed class MethodConverter
{
    private const string Tensor = "global::Trireme.Tensor", Nn = "global::Trireme.Static.Static.NN", IsTrue = "global::Trireme.Jit.IsTrue";

    private static readonly SymbolDisplayFormat TypeFormat =
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private readonly TensorFlow _flow;
    private readonly ITypeSymbol _result;
    private readonly string _source;
    private readonly Restrictions _restrictions;
    private int _names;

    public MethodConverter(TensorFlow flow, ITypeSymbol result, SyntaxNode method, List<Diagnostic> problems)
    {
        _flow = flow;
        _result = result;
        _source = method.SyntaxTree.ToString();
        _restrictions = new Restrictions(flow, problems);
    }

    public string Body(MethodDeclarationSyntax method)
        => method.ExpressionBody is { } expression ? $" => {Text(expression.Expression)};" : $"\n{{\n{List(method.Body!.Statements)}}}";

    /// <summary>Statements one after the other. Where one may return under a condition on a tensor, all that follows goes into its branches.</summary>
    private string List(IReadOnlyList<StatementSyntax> statements)
    {
        var text = new StringBuilder();
        for (int i = 0; i < statements.Count; i++)
        {
            StatementSyntax statement = statements[i];
            if (!_flow.ReturnsUnderTensor(statement) || (statement is not IfStatementSyntax && _flow.Condition(statement) is not null))
            {
                text.AppendLine(Text(statement));
                continue;
            }
            StatementSyntax[] rest = statements.Skip(i + 1).ToArray();
            switch (statement)
            {
                case IfStatementSyntax s when _flow.Condition(s.Condition) is { } condition:
                    return text.Append(Choice(s, condition, rest)).ToString();
                case IfStatementSyntax s:
                    return text.AppendLine($"if ({Text(s.Condition)})\n{{\n{List(Then(s.Statement, rest))}}}\nelse\n{{\n{List(Then(s.Else?.Statement, rest))}}}").ToString();
                case BlockSyntax block:
                    return text.AppendLine($"{{\n{List(Then(block, rest))}}}").ToString();
                default:
                    _restrictions.CannotLeave(statement);
                    break;
            }
        }
        return text.ToString();
    }

    private StatementSyntax[] Then(StatementSyntax? first, IReadOnlyList<StatementSyntax> rest)
    {
        StatementSyntax[] own = Statements(first);
        return _flow.EndIsReachable(own) ? [.. own, .. rest] : own;
    }

    private static StatementSyntax[] Statements(StatementSyntax? statement) => statement switch
    {
        null => [],
        BlockSyntax block => block.Statements.ToArray(),
        _ => [statement],
    };

    // The method's result is that of one of the branches, each with everything that follows.
    private string Choice(IfStatementSyntax s, ExpressionSyntax condition, StatementSyntax[] rest)
    {
        if (!_flow.IsPlainTensor(_result) && !(_result is IArrayTypeSymbol array && _flow.IsPlainTensor(array.ElementType)))
            _restrictions.Result(s, _result);
        StatementSyntax[] yes = Then(s.Statement, rest), no = Then(s.Else?.Statement, rest);
        _restrictions.CheckBranch(s.Statement, returns: true);
        if (s.Else is not null)
            _restrictions.CheckBranch(s.Else.Statement, returns: true);
        var text = new StringBuilder();
        string copies = Copies(_flow.Written(yes.Concat(no).Distinct(), s), text);
        string function = $"(global::System.Func<{_result.ToDisplayString(TypeFormat)}>)";
        return text.AppendLine($"return {Nn}.Cond({IsTrue}({Text(condition)}), {function}(() =>\n{{\n{copies}{List(yes)}}}), {function}(() =>\n{{\n{copies}{List(no)}}}));").ToString();
    }

    /// <summary>Source text with everything in it that depends on tensors written anew.</summary>
    private string Text(SyntaxNode node)
    {
        if (_flow.IsTarget(node))
            return Convert(node);
        var text = new StringBuilder();
        int at = node.SpanStart;
        foreach (SyntaxNode target in node.DescendantNodes(n => n == node || !_flow.IsTarget(n)).Where(_flow.IsTarget))
        {
            text.Append(_source, at, target.SpanStart - at).Append(Convert(target));
            at = target.Span.End;
        }
        return text.Append(_source, at, node.Span.End - at).ToString();
    }

    private string Convert(SyntaxNode node)
    {
        switch (node)
        {
            case IfStatementSyntax s:
                return Branch(s);
            case WhileStatementSyntax s:
                return Loop(s, s.Condition, [s.Statement], [], new StringBuilder());
            case ForStatementSyntax s:
                return For(s);
            case DoStatementSyntax s:
                return Loop(s, s.Condition, [s.Statement], [], new StringBuilder().AppendLine($"{{\n{Inner(s.Statement)}}}"));
            case ConditionalExpressionSyntax e:
                if (!_flow.IsTensor(_flow.TypeOf(e) ?? _flow.ConvertedTypeOf(e)))
                    _restrictions.Result(e, _flow.TypeOf(e) ?? _flow.ConvertedTypeOf(e));
                _restrictions.CheckBranch(e.WhenTrue, returns: false);
                _restrictions.CheckBranch(e.WhenFalse, returns: false);
                return $"{Nn}.Cond({IsTrue}({Text(_flow.Condition(e.Condition)!)}), (global::System.Func<{Tensor}>)(() => {Text(e.WhenTrue)}), (global::System.Func<{Tensor}>)(() => {Text(e.WhenFalse)}))";
            case BinaryExpressionSyntax e:
                string function = e.IsKind(SyntaxKind.LogicalAndExpression) ? "LogicalAnd" : "LogicalOr";
                return $"global::Trireme.Paddle.{function}({IsTrue}({Text(e.Left)}), {IsTrue}({Text(e.Right)}))";
            default:
                return Call((InvocationExpressionSyntax)node);
        }
    }

    private string Call(InvocationExpressionSyntax call)
    {
        SyntaxToken name = call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier,
            SimpleNameSyntax simple => simple.Identifier,
            _ => call.Expression.GetLastToken(),
        };
        string before = _source.Substring(call.SpanStart, name.Span.End - call.SpanStart);
        return before + "Static" + _source.Substring(name.Span.End, call.ArgumentList.SpanStart - name.Span.End) + "(" + string.Join(", ", call.ArgumentList.Arguments.Select(Text)) + ")";
    }

    // The branches return what the variables are afterwards.
    private string Branch(IfStatementSyntax s)
    {
        _restrictions.CheckBranch(s.Statement, returns: false);
        if (s.Else is not null)
            _restrictions.CheckBranch(s.Else.Statement, returns: false);
        var parts = new List<SyntaxNode> { s.Statement };
        if (s.Else is not null)
            parts.Add(s.Else.Statement);
        List<(ISymbol Symbol, bool HasValue)> written = _flow.Written(parts, s);
        DataFlowAnalysis? flow = _flow.Flow(s);
        ISymbol[] results = written.Select(w => w.Symbol).Where(w => flow?.DataFlowsOut.Contains(w, SymbolEqualityComparer.Default) == true).ToArray();
        _restrictions.CheckVariables(s, results);
        var text = new StringBuilder("{\n");
        string copies = Copies(written, text);
        string after = $"return new {Tensor}[] {{ {string.Join(", ", results.Select(Name))} }};\n";
        string function = $"(global::System.Func<{Tensor}[]>)", found = Fresh("r");
        text.AppendLine($"{Tensor}[] {found} = {Nn}.Cond({IsTrue}({Text(_flow.Condition(s.Condition)!)}), {function}(() =>\n{{\n{copies}{Inner(s.Statement)}{after}}}), {function}(() =>\n{{\n{copies}{Inner(s.Else?.Statement)}{after}}}));");
        return text.Append(Unpack(results, found)).Append('}').ToString();
    }

    private string For(ForStatementSyntax s)
    {
        var before = new StringBuilder();
        if (s.Declaration is { } declaration)
            before.AppendLine(Text(declaration) + ";");
        foreach (ExpressionSyntax initializer in s.Initializers)
            before.AppendLine(Text(initializer) + ";");
        ISymbol[] own = s.Declaration?.Variables.Select(v => _flow.Declared(v)).OfType<ISymbol>().ToArray() ?? [];
        return Loop(s, s.Condition!, [s.Statement, .. s.Incrementors], own, before);
    }

    private string Loop(StatementSyntax s, ExpressionSyntax condition, IReadOnlyList<SyntaxNode> body, ISymbol[] own, StringBuilder before)
    {
        _restrictions.CheckLoop(body);
        List<(ISymbol Symbol, bool HasValue)> written = _flow.Written([condition, .. body], s);
        DataFlowAnalysis? flow = _flow.Flow(s);
        bool Carries(ISymbol w) => own.Contains(w, SymbolEqualityComparer.Default) || flow is null
            || flow.DataFlowsIn.Contains(w, SymbolEqualityComparer.Default) || flow.DataFlowsOut.Contains(w, SymbolEqualityComparer.Default)
            || (s is DoStatementSyntax && flow.AlwaysAssigned.Contains(w, SymbolEqualityComparer.Default));
        ISymbol[] carried = written.Select(w => w.Symbol).Where(Carries).ToArray();
        _restrictions.CheckVariables(s, carried);
        string values = Fresh("v"), found = Fresh("r");
        string unpack = string.Concat(carried.Select((c, i) => $"{Tensor} {Name(c)} = {values}[{i}];\n"));
        string locals = string.Concat(written.Select(w => w.Symbol).Where(w => !Carries(w)).Select(w => $"{TensorFlow.TypeOf(w).ToDisplayString(TypeFormat)} {Name(w)};\n"));
        string steps = string.Concat(body.Select(b => b is StatementSyntax statement ? Inner(statement) : Text(b) + ";\n"));
        string all = $"new {Tensor}[] {{ {string.Join(", ", carried.Select(Name))} }}";
        string begin = $"{{\n{before}{Tensor}[] {found} = {Nn}.WhileLoop(";
        string goesOn = $"(global::System.Func<{Tensor}[], {Tensor}>)({values} =>\n{{\n{unpack}return {IsTrue}({Text(_flow.Condition(condition)!)});\n}})";
        string next = $"(global::System.Func<{Tensor}[], {Tensor}[]>)({values} =>\n{{\n{unpack}{locals}{steps}return {all};\n}})";
        return $"{begin}{goesOn}, {next}, {all});\n{Unpack(carried, found)}}}";
    }

    private string Inner(StatementSyntax? statement) => string.Concat(Statements(statement).Select(s => Text(s) + "\n"));

    private static string Unpack(ISymbol[] variables, string from) => string.Concat(variables.Select((v, i) => $"{Name(v)} = {from}[{i}];\n"));

    // Copies made in front of a branch, and the lines with which it begins: a function in C# may declare a name of its surroundings anew.
    private string Copies(List<(ISymbol Symbol, bool HasValue)> written, StringBuilder before)
    {
        var begin = new StringBuilder();
        foreach ((ISymbol symbol, bool hasValue) in written)
        {
            string type = TensorFlow.TypeOf(symbol).ToDisplayString(TypeFormat);
            if (!hasValue)
            {
                begin.AppendLine($"{type} {Name(symbol)};");
                continue;
            }
            string copy = Fresh(symbol.Name);
            before.AppendLine($"{type} {copy} = {Name(symbol)};");
            begin.AppendLine($"{type} {Name(symbol)} = {copy};");
        }
        return begin.ToString();
    }

    private static string Name(ISymbol symbol) => "@" + symbol.Name;

    private string Fresh(string name) => $"__{name}{_names++}";
}
