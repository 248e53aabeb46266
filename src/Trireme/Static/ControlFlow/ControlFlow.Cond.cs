using Trireme.Operators;

namespace Trireme.Static;

public static partial class Static
{
    /// <summary>The functions of paddle.static.nn.</summary>
    public static partial class NN
    {
        /// <summary>The result of one of two functions: of the first where a condition holds.</summary>
        /// <param name="pred">The condition: one bool.</param>
        /// <param name="trueFn">Computes the result where it holds.</param>
        /// <param name="falseFn">Computes it where it does not; as many tensors of the same element types and ranks.</param>
        /// <param name="name">A name; it has no effect.</param>
        /// <param name="returnNames">What the results are called in messages.</param>
        /// <returns>The results; a dimension in which the branches differ is -1.</returns>
        /// <exception cref="InvalidArgumentException">The branches differ in number, element types or ranks of their results, or the condition is not one bool.</exception>
        /// <remarks>
        /// Mirrors paddle.static.nn.cond. On a variable both branches are recorded and one of them runs, with its gradient; on a tensor with a value
        /// the branch is simply called.
        /// </remarks>
        public static Tensor[] Cond(Tensor pred, Func<Tensor[]> trueFn, Func<Tensor[]> falseFn, string? name = null, IReadOnlyList<string>? returnNames = null)
        {
            RequireCondition(pred, "cond");
            if (!Recorder.IsOn && pred is not Variable)
                return Truth.Of(pred, "cond", "pred") ? trueFn() : falseFn();
            Variable condition = Recorder.Resolve(Recorder.Main.CurrentBlock(), new LogicalNotOp().Info, pred);
            (Block whenTrue, Tensor[] a) = Branch(trueFn);
            (Block whenFalse, Tensor[] b) = Branch(falseFn);
            RequireAlike(a, b, returnNames);
            Variable[] fromTrue = Outputs(whenTrue, a, b), fromFalse = Outputs(whenFalse, b, a);
            SubBlock.AppendConditional(whenTrue, [condition], isScalar: true);
            SubBlock.AppendConditional(whenFalse, [(Variable)condition.LogicalNot()], isScalar: true);
            if (a.Length == 0)
                return [];
            Tensor mask = condition.Cast(DType.Int32);
            var merged = new Tensor[a.Length];
            for (int i = 0; i < merged.Length; i++)
            {
                bool stops = fromTrue[i].StopGradient && fromFalse[i].StopGradient;
                Variable output = SubBlock.Declare("select_input", fromTrue[i].Shape, fromTrue[i].DType, stopGradient: stops, lodLevel: Math.Max(fromTrue[i].LodLevel, fromFalse[i].LodLevel));
                Recorder.Append(Recorder.Main.CurrentBlock(), new SelectInputOp(), [TensorList.Of([fromFalse[i], fromTrue[i]]), mask], [output]);
                merged[i] = output;
            }
            return merged;
        }

        /// <summary>The result of one of two functions: of the first where a condition holds.</summary>
        /// <param name="pred">The condition: one bool.</param>
        /// <param name="trueFn">Computes the result where it holds.</param>
        /// <param name="falseFn">Computes it where it does not.</param>
        /// <param name="name">A name; it has no effect.</param>
        /// <param name="returnNames">What the result is called in messages.</param>
        /// <exception cref="InvalidArgumentException">The branches' results differ in element type or rank, or the condition is not one bool.</exception>
        /// <remarks>Mirrors paddle.static.nn.cond.</remarks>
        public static Tensor Cond(Tensor pred, Func<Tensor> trueFn, Func<Tensor> falseFn, string? name = null, IReadOnlyList<string>? returnNames = null)
            => Cond(pred, () => [trueFn()], () => [falseFn()], name, returnNames)[0];

        /// <summary>The two results of one of two functions: of the first where a condition holds.</summary>
        /// <param name="pred">The condition: one bool.</param>
        /// <param name="trueFn">Computes the results where it holds.</param>
        /// <param name="falseFn">Computes them where it does not.</param>
        /// <param name="name">A name; it has no effect.</param>
        /// <param name="returnNames">What the results are called in messages.</param>
        /// <exception cref="InvalidArgumentException">The branches' results differ in element type or rank, or the condition is not one bool.</exception>
        /// <remarks>Mirrors paddle.static.nn.cond.</remarks>
        public static (Tensor, Tensor) Cond(Tensor pred, Func<(Tensor, Tensor)> trueFn, Func<(Tensor, Tensor)> falseFn, string? name = null, IReadOnlyList<string>? returnNames = null)
        {
            Tensor[] results = Cond(pred, () => Both(trueFn()), () => Both(falseFn()), name, returnNames);
            return (results[0], results[1]);

            static Tensor[] Both((Tensor, Tensor) pair) => [pair.Item1, pair.Item2];
        }

        /// <summary>Does one of two things that change variables outside: the first where a condition holds.</summary>
        /// <param name="pred">The condition: one bool.</param>
        /// <param name="trueFn">What happens where it holds; nothing where null.</param>
        /// <param name="falseFn">What happens where it does not; nothing where null.</param>
        /// <param name="name">A name; it has no effect.</param>
        /// <exception cref="InvalidArgumentException">The condition is not one bool.</exception>
        /// <remarks>Mirrors paddle.static.nn.cond whose functions return None; variables are changed with Paddle.Assign(value, output: variable).</remarks>
        public static void Cond(Tensor pred, Action? trueFn, Action? falseFn = null, string? name = null) => Cond(pred, () => None(trueFn), () => None(falseFn), name);

        private static Tensor[] None(Action? action)
        {
            action?.Invoke();
            return [];
        }

        private static (Block Block, Tensor[] Results) Branch(Func<Tensor[]> branch)
        {
            Tensor[] results = [];
            Block block = SubBlock.Record(() => results = branch());
            return (block, results);
        }

        private static Variable[] Outputs(Block block, Tensor[] results, Tensor[] others)
        {
            var outputs = new Variable[results.Length];
            for (int i = 0; i < results.Length; i++)
                outputs[i] = SubBlock.Declare("cond.out", Common(results[i].Shape, others[i].Shape), results[i].DType, stopGradient: true, lodLevel: (results[i] as Variable)?.LodLevel ?? 0);
            Program program = block.Program;
            int before = program.EnterBlock(block.Idx);
            for (int i = 0; i < results.Length; i++)
                InPlace.AssignTo(outputs[i], results[i]);
            program.EnterBlock(before);
            return outputs;
        }

        private static Shape Common(Shape a, Shape b) => a == b ? a : a.ToArray().Zip(b.ToArray(), (x, y) => x == y ? x : -1).ToArray();

        private static void RequireAlike(Tensor[] a, Tensor[] b, IReadOnlyList<string>? names)
        {
            if (a.Length != b.Length)
            {
                throw new InvalidArgumentException("cond: the branches return different numbers of tensors.", $"trueFn returns {a.Length}, falseFn {b.Length}.",
                    "Return the same number from both.");
            }
            for (int i = 0; i < a.Length; i++)
            {
                if (a[i].DType != b[i].DType || a[i].Ndim != b[i].Ndim)
                {
                    throw new InvalidArgumentException($"cond: the branches return different kinds of {(names is not null && i < names.Count ? $"'{names[i]}'" : $"result {i}")}.",
                        $"trueFn returns {a[i].Shape} {a[i].DType}, falseFn {b[i].Shape} {b[i].DType}.", "Element type and number of dimensions must be the same: cast or reshape one of them.");
                }
            }
        }

        private static void RequireCondition(Tensor pred, string function)
        {
            if (pred.DType.Kind != DTypeKind.Bool || (pred.Shape.IsKnown && pred.Size != 1))
            {
                throw new InvalidArgumentException($"{function}: the condition is not one bool.", $"It is {pred.Shape} {pred.DType}.",
                    "Compare with LessThan, Equal …; combine many with All or Any.");
            }
        }
    }
}
