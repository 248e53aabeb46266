using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>Products and sums over named dimensions: <c>"bij,bjk->bik"</c> is a batched matrix product.</summary>
    /// <param name="equation">
    /// A letter for each dimension of each operand, <c>...</c> for dimensions that broadcast; behind <c>-></c> the letters of the result. Without it the
    /// result has the letters that occur once, in alphabetical order. A letter twice in one operand is its diagonal.
    /// </param>
    /// <param name="operands">The tensors.</param>
    /// <exception cref="InvalidArgumentException">The equation cannot be read, or does not fit the operands.</exception>
    /// <remarks>Operands are contracted from left to right, each pair by one batched matrix product. Mirrors paddle.einsum.</remarks>
    public static Tensor Einsum(string equation, params Tensor[] operands)
    {
        EinsumEquation parsed = EinsumEquation.Parse(equation, operands);
        Tensor result = operands[0];
        string labels = parsed.Operands[0];
        (result, labels) = Diagonals(result, labels);
        for (int i = 1; i < operands.Length; i++)
        {
            (Tensor next, string nextLabels) = Diagonals(operands[i], parsed.Operands[i]);
            string needed = parsed.Output + string.Concat(parsed.Operands.Skip(i + 1));
            (result, labels) = Pair(result, labels, next, nextLabels, needed);
        }
        string unwanted = string.Concat(labels.Except(parsed.Output));
        (result, labels) = SumOut(result, labels, unwanted);
        int[] perm = [.. parsed.Output.Select(c => labels.IndexOf(c))];
        return perm.SequenceEqual(Enumerable.Range(0, perm.Length)) ? result : result.Transpose(perm);
    }

    private static (Tensor X, string Labels) Diagonals(Tensor x, string labels)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            int again = labels.IndexOf(labels[i], i + 1);
            if (again < 0)
                continue;
            char label = labels[i];
            x = x.Diagonal(0, i, again);
            labels = labels.Remove(again, 1).Remove(i, 1) + label;
            i = -1;
        }
        return (x, labels);
    }

    private static (Tensor X, string Labels) SumOut(Tensor x, string labels, string unwanted)
        => unwanted.Length == 0 ? (x, labels) : (x.Sum(unwanted.Select(c => labels.IndexOf(c)).ToArray(), x.DType), string.Concat(labels.Where(c => !unwanted.Contains(c))));

    private static (Tensor X, string Labels) Pair(Tensor x, string a, Tensor y, string b, string needed)
    {
        (x, a) = SumOut(x, a, string.Concat(a.Where(c => !b.Contains(c) && !needed.Contains(c))));
        (y, b) = SumOut(y, b, string.Concat(b.Where(c => !a.Contains(c) && !needed.Contains(c))));
        string shared = string.Concat(a.Where(b.Contains)), batch = string.Concat(shared.Where(needed.Contains)), inner = string.Concat(shared.Except(batch));
        string freeX = string.Concat(a.Except(shared)), freeY = string.Concat(b.Except(shared));
        Tensor left = Arranged(x, a, batch + freeX + inner), right = Arranged(y, b, batch + inner + freeY);
        // A shared dimension of size 1 meets any size.
        int Size(char c) => a.Contains(c) && b.Contains(c) ? Math.Max(left.Shape[(batch + freeX + inner).IndexOf(c)], right.Shape[(batch + inner + freeY).IndexOf(c)])
            : a.Contains(c) ? left.Shape[(batch + freeX + inner).IndexOf(c)] : right.Shape[(batch + inner + freeY).IndexOf(c)];
        left = Stretched(left, (batch + freeX + inner).Select(Size).ToArray());
        right = Stretched(right, (batch + inner + freeY).Select(Size).ToArray());
        int Count(string labels) => labels.Aggregate(1, (n, c) => n * Size(c));
        Tensor product = Reshape2Op.ViewOf(left, (Count(batch), Count(freeX), Count(inner))).Matmul(Reshape2Op.ViewOf(right, (Count(batch), Count(inner), Count(freeY))));
        string labels = batch + freeX + freeY;
        return (Reshape2Op.ViewOf(product, labels.Select(Size).ToArray()), labels);
    }

    private static Tensor Arranged(Tensor x, string labels, string wanted)
    {
        int[] perm = [.. wanted.Select(c => labels.IndexOf(c))];
        return perm.SequenceEqual(Enumerable.Range(0, perm.Length)) ? x : x.Transpose(perm);
    }

    private static Tensor Stretched(Tensor x, Shape shape) => x.Shape == shape ? x : x.Expand(shape);
}
