namespace Trireme;

/// <summary>An equation of einsum with one letter for every dimension; those that <c>...</c> stands for have letters of their own.</summary>
internal sealed record EinsumEquation(string[] Operands, string Output)
{
    // Not letters that a user can write.
    private const char FirstHidden = '\uE000';

    public static EinsumEquation Parse(string equation, Tensor[] operands)
    {
        string text = equation.Replace(" ", "", StringComparison.Ordinal);
        int arrow = text.IndexOf("->", StringComparison.Ordinal);
        string[] terms = (arrow < 0 ? text : text[..arrow]).Split(',');
        if (operands.Length == 0 || terms.Length != operands.Length)
            throw Wrong(equation, operands, $"it names {terms.Length} operands, {operands.Length} were given");
        int hidden = 0;
        for (int i = 0; i < terms.Length; i++)
        {
            int named = terms[i].Replace("...", "", StringComparison.Ordinal).Length, rest = operands[i].Ndim - named;
            if (rest < 0 || (rest > 0 && !terms[i].Contains("...", StringComparison.Ordinal)))
                throw Wrong(equation, operands, $"operand {i} has {operands[i].Ndim} dimensions, '{terms[i]}' names {named}");
            hidden = Math.Max(hidden, rest);
        }
        string all = string.Concat(Enumerable.Range(0, hidden).Select(i => (char)(FirstHidden + i)));
        for (int i = 0; i < terms.Length; i++)
        {
            int rest = operands[i].Ndim - terms[i].Replace("...", "", StringComparison.Ordinal).Length;
            terms[i] = terms[i].Replace("...", all[(hidden - rest)..], StringComparison.Ordinal);
        }
        string output = arrow >= 0 ? text[(arrow + 2)..].Replace("...", all, StringComparison.Ordinal)
            : all + string.Concat(string.Concat(terms).GroupBy(c => c).Where(g => g.Count() == 1 && g.Key < FirstHidden).Select(g => g.Key).Order());
        Check(equation, operands, terms, output);
        return new EinsumEquation(terms, output);
    }

    private static void Check(string equation, Tensor[] operands, string[] terms, string output)
    {
        var sizes = new Dictionary<char, int>();
        for (int i = 0; i < terms.Length; i++)
        {
            for (int d = 0; d < terms[i].Length; d++)
            {
                char c = terms[i][d];
                if (!char.IsAsciiLetter(c) && c < FirstHidden)
                    throw Wrong(equation, operands, $"'{c}' is no letter");
                int size = operands[i].Shape[d], known = sizes.GetValueOrDefault(c, 1);
                if (size != known && size != 1 && known != 1)
                    throw Wrong(equation, operands, $"'{c}' is {known} long and, in operand {i}, {size}");
                sizes[c] = Math.Max(known, size);
            }
        }
        foreach (char c in output)
        {
            if (!sizes.ContainsKey(c))
                throw Wrong(equation, operands, $"the result's '{c}' is no dimension of an operand");
        }
        if (output.Distinct().Count() != output.Length)
            throw Wrong(equation, operands, "the result names a letter twice");
    }

    private static InvalidArgumentException Wrong(string equation, Tensor[] operands, string reason)
        => new($"Einsum: '{equation}' does not fit: {reason}.", string.Join(", ", operands.Select((t, i) => $"operand {i} {t.Shape} {t.DType}")));
}
