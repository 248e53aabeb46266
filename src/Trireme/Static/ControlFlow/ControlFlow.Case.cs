namespace Trireme.Static;

public static partial class Static
{
    public static partial class NN
    {
        /// <summary>The result of the first function whose condition holds.</summary>
        /// <param name="predFnPairs">Conditions, each one bool, and functions; at least one.</param>
        /// <param name="default">Computes the result where no condition holds; the last function of the list where null.</param>
        /// <param name="name">A name; it has no effect.</param>
        /// <exception cref="InvalidArgumentException">There is no pair, or the functions return different kinds of tensors.</exception>
        /// <remarks>Mirrors paddle.static.nn.case.</remarks>
        public static Tensor[] Case(IReadOnlyList<(Tensor Pred, Func<Tensor[]> Fn)> predFnPairs, Func<Tensor[]>? @default = null, string? name = null)
        {
            if (predFnPairs.Count == 0)
                throw new InvalidArgumentException("case: there is no condition.", null, "Pass at least one pair of a condition and a function.");
            int last = predFnPairs.Count - 1;
            Func<Tensor[]> otherwise = @default ?? predFnPairs[last].Fn;
            if (@default is null && last == 0)
                return otherwise();
            for (int i = @default is null ? last - 1 : last; i >= 0; i--)
            {
                (Tensor pred, Func<Tensor[]> fn) = predFnPairs[i];
                Func<Tensor[]> rest = otherwise;
                otherwise = () => Cond(pred, fn, rest);
            }
            return otherwise();
        }

        /// <summary>The result of the first function whose condition holds.</summary>
        /// <param name="predFnPairs">Conditions, each one bool, and functions; at least one.</param>
        /// <param name="default">Computes the result where no condition holds; the last function of the list where null.</param>
        /// <param name="name">A name; it has no effect.</param>
        /// <exception cref="InvalidArgumentException">There is no pair, or the functions return different kinds of tensors.</exception>
        /// <remarks>Mirrors paddle.static.nn.case.</remarks>
        public static Tensor Case(IReadOnlyList<(Tensor Pred, Func<Tensor> Fn)> predFnPairs, Func<Tensor>? @default = null, string? name = null)
            => Case(predFnPairs.Select(p => (p.Pred, (Func<Tensor[]>)(() => [p.Fn()]))).ToArray(), @default is null ? null : () => [@default()], name)[0];

        /// <summary>The result of the function whose key an index equals.</summary>
        /// <param name="branchIndex">The index: one integer.</param>
        /// <param name="branchFns">Keys, all different, and functions.</param>
        /// <param name="default">Computes the result where no key fits; the function with the largest key where null.</param>
        /// <param name="name">A name; it has no effect.</param>
        /// <exception cref="InvalidArgumentException">There is no function, two have the same key, the index is no integer, or the functions return different kinds of tensors.</exception>
        /// <remarks>Mirrors paddle.static.nn.switch_case.</remarks>
        public static Tensor[] SwitchCase(Tensor branchIndex, IReadOnlyList<(int Key, Func<Tensor[]> Fn)> branchFns, Func<Tensor[]>? @default = null, string? name = null)
        {
            if (!branchIndex.DType.IsInteger || (branchIndex.Shape.IsKnown && branchIndex.Size != 1))
                throw new InvalidArgumentException("switch_case: the index is not one integer.", $"It is {branchIndex.Shape} {branchIndex.DType}.", "Cast it to int64.");
            (int Key, Func<Tensor[]> Fn)[] sorted = branchFns.OrderBy(b => b.Key).ToArray();
            for (int i = 1; i < sorted.Length; i++)
            {
                if (sorted[i].Key == sorted[i - 1].Key)
                    throw new InvalidArgumentException($"switch_case: two functions have the key {sorted[i].Key}.", null, "Each key may stand once.");
            }
            if (sorted.Length == 0)
                throw new InvalidArgumentException("switch_case: there is no function.", null, "Pass at least one.");
            if (@default is null && sorted.Length == 1)
                return sorted[0].Fn();
            int tested = @default is null ? sorted.Length - 1 : sorted.Length;
            return Case(sorted.Take(tested).Select(b => (branchIndex.Equal(Paddle.Full(branchIndex.Shape.IsKnown ? branchIndex.Shape : new Shape([1]), b.Key, branchIndex.DType)), b.Fn)).ToArray(),
                @default ?? sorted[^1].Fn, name);
        }

        /// <summary>The result of the function whose key an index equals.</summary>
        /// <param name="branchIndex">The index: one integer.</param>
        /// <param name="branchFns">Keys, all different, and functions.</param>
        /// <param name="default">Computes the result where no key fits; the function with the largest key where null.</param>
        /// <param name="name">A name; it has no effect.</param>
        /// <exception cref="InvalidArgumentException">There is no function, two have the same key, the index is no integer, or the functions return different kinds of tensors.</exception>
        /// <remarks>Mirrors paddle.static.nn.switch_case.</remarks>
        public static Tensor SwitchCase(Tensor branchIndex, IReadOnlyList<(int Key, Func<Tensor> Fn)> branchFns, Func<Tensor>? @default = null, string? name = null)
            => SwitchCase(branchIndex, branchFns.Select(b => (b.Key, (Func<Tensor[]>)(() => [b.Fn()]))).ToArray(), @default is null ? null : () => [@default()], name)[0];

        /// <summary>The result of the function whose number in the list an index equals.</summary>
        /// <param name="branchIndex">The index: one integer.</param>
        /// <param name="branchFns">The functions, numbered from 0.</param>
        /// <param name="default">Computes the result where the index is none of theirs; the last function where null.</param>
        /// <param name="name">A name; it has no effect.</param>
        /// <exception cref="InvalidArgumentException">There is no function, the index is no integer, or the functions return different kinds of tensors.</exception>
        /// <remarks>Mirrors paddle.static.nn.switch_case.</remarks>
        public static Tensor SwitchCase(Tensor branchIndex, IReadOnlyList<Func<Tensor>> branchFns, Func<Tensor>? @default = null, string? name = null)
            => SwitchCase(branchIndex, branchFns.Select((f, i) => (i, f)).ToArray(), @default, name);
    }
}
