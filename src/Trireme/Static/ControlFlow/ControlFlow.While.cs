using Trireme.Operators;

namespace Trireme.Static;

public static partial class Static
{
    public static partial class NN
    {
        /// <summary>Applies a function to some tensors again and again, as long as a condition on them holds.</summary>
        /// <param name="cond">Whether to go on: one bool.</param>
        /// <param name="body">Computes the next values: as many, of the same element types and ranks.</param>
        /// <param name="loopVars">The first values; at least one.</param>
        /// <param name="isTest">Kept for Paddle's signature; memory for the gradient is taken only where there is one.</param>
        /// <param name="name">A name; it has no effect.</param>
        /// <returns>The values for which the condition no longer holds; <paramref name="loopVars"/> stay as they are.</returns>
        /// <exception cref="InvalidArgumentException">There is no loop variable, the condition is not one bool, or the body returns others than it got.</exception>
        /// <remarks>
        /// Mirrors paddle.static.nn.while_loop. On variables the body is recorded once and run by the executor, with a gradient through all rounds;
        /// on tensors with values it is simply called.
        /// </remarks>
        public static Tensor[] WhileLoop(Func<Tensor[], Tensor> cond, Func<Tensor[], Tensor[]> body, IReadOnlyList<Tensor> loopVars, bool isTest = false, string? name = null)
        {
            if (loopVars.Count == 0)
                throw new InvalidArgumentException("while_loop: there is no loop variable.", null, "Pass at least the counter.");
            Tensor[] values = loopVars.ToArray();
            Tensor condition = cond(values);
            RequireCondition(condition, "while_loop");
            if (!Recorder.IsOn && condition is not Variable && !Array.Exists(values, v => v is Variable))
                return Run(cond, body, values, condition);
            Variable[] carried = Array.ConvertAll(values, Carried);
            // The first condition is about the same values, in variables that the body may overwrite.
            var goesOn = (Variable)Recorder.Resolve(Recorder.Main.CurrentBlock(), new AssignOp().Info, condition).Clone();
            Block block = SubBlock.Record(() =>
            {
                Tensor[] next = body([.. carried]);
                RequireSame(carried, next);
                Tensor again = cond(next);
                RequireCondition(again, "while_loop");
                // A variable handed on under another number is read before it is overwritten.
                for (int i = 0; i < next.Length; i++)
                {
                    if (!ReferenceEquals(next[i], carried[i]) && Array.IndexOf(carried, next[i]) >= 0)
                        next[i] = next[i].Clone();
                }
                InPlace.AssignTo(goesOn, again);
                for (int i = 0; i < next.Length; i++)
                {
                    Widen(carried[i], next[i].Shape);
                    if (!ReferenceEquals(next[i], carried[i]))
                        InPlace.AssignTo(carried[i], next[i]);
                }
            });
            SubBlock.AppendWhile(block, goesOn, isTest);
            return carried;
        }

        /// <summary>Applies a function to a tensor again and again, as long as a condition on it holds.</summary>
        /// <param name="cond">Whether to go on: one bool.</param>
        /// <param name="body">Computes the next value.</param>
        /// <param name="loopVar">The first value.</param>
        /// <param name="isTest">Kept for Paddle's signature.</param>
        /// <param name="name">A name; it has no effect.</param>
        /// <exception cref="InvalidArgumentException">The condition is not one bool, or the body returns another kind of tensor than it got.</exception>
        /// <remarks>Mirrors paddle.static.nn.while_loop.</remarks>
        public static Tensor WhileLoop(Func<Tensor, Tensor> cond, Func<Tensor, Tensor> body, Tensor loopVar, bool isTest = false, string? name = null)
            => WhileLoop(v => cond(v[0]), v => [body(v[0])], [loopVar], isTest, name)[0];

        /// <summary>Applies a function to two tensors again and again, as long as a condition on them holds.</summary>
        /// <param name="cond">Whether to go on: one bool.</param>
        /// <param name="body">Computes the next values.</param>
        /// <param name="loopVars">The first values.</param>
        /// <param name="isTest">Kept for Paddle's signature.</param>
        /// <param name="name">A name; it has no effect.</param>
        /// <exception cref="InvalidArgumentException">The condition is not one bool, or the body returns other kinds of tensors than it got.</exception>
        /// <remarks>Mirrors paddle.static.nn.while_loop.</remarks>
        public static (Tensor, Tensor) WhileLoop(Func<Tensor, Tensor, Tensor> cond, Func<Tensor, Tensor, (Tensor, Tensor)> body, (Tensor, Tensor) loopVars, bool isTest = false, string? name = null)
        {
            Tensor[] results = WhileLoop(v => cond(v[0], v[1]), v => Both(body(v[0], v[1])), [loopVars.Item1, loopVars.Item2], isTest, name);
            return (results[0], results[1]);

            static Tensor[] Both((Tensor, Tensor) pair) => [pair.Item1, pair.Item2];
        }

        private static Tensor[] Run(Func<Tensor[], Tensor> cond, Func<Tensor[], Tensor[]> body, Tensor[] values, Tensor condition)
        {
            while (Truth.Of(condition, "while_loop", "cond"))
            {
                Tensor[] next = body(values);
                RequireSame(values, next);
                values = next;
                condition = cond(values);
            }
            return values;
        }

        // Lists of tensors grow in place; tensors get a variable of their own, so that a second run begins with the first values again.
        private static Variable Carried(Tensor value)
        {
            Variable variable = Recorder.Resolve(Recorder.Main.CurrentBlock(), new AssignOp().Info, value);
            return variable.Type == VarType.LodTensorArray ? variable : (Variable)variable.Clone();
        }

        private static void Widen(Variable variable, Shape next)
        {
            if (variable.Shape != next)
                variable.Narrow(Common(variable.Shape, next), variable.DType);
        }

        private static void RequireSame(Tensor[] before, Tensor[] next)
        {
            if (next.Length != before.Length)
            {
                throw new InvalidArgumentException($"while_loop: the body returns {next.Length} tensors.", $"There are {before.Length} loop variables.",
                    "Return the next value of each, in the same order.");
            }
            for (int i = 0; i < next.Length; i++)
            {
                if (next[i].DType != before[i].DType || next[i].Ndim != before[i].Ndim)
                {
                    throw new InvalidArgumentException($"while_loop: the body changes the kind of loop variable {i}.",
                        $"It was {before[i].Shape} {before[i].DType}; the body returns {next[i].Shape} {next[i].DType}.", "Element type and number of dimensions must stay: cast or reshape it.");
                }
            }
        }
    }
}
