using Trireme.Operators;
using Trireme.Static;

namespace Trireme.Fluid;

public static partial class Layers
{
    /// <summary>
    /// Two ways to compute rows: a mask says for each row, or sequence, which one. In each block <see cref="Input"/> gives the rows that belong to it and
    /// <see cref="Output"/> takes its results; <see cref="Call"/> gives all rows in their order.
    /// </summary>
    /// <remarks>Mirrors fluid.layers.IfElse. A block that no row belongs to is not run.</remarks>
    public sealed class IfElse
    {
        private readonly Variable _mask;
        private readonly OrderedDictionary<string, (Variable WhenTrue, Variable WhenFalse)> _inputs = [];
        private readonly List<Variable>[] _outputs = [[], []];
        private readonly bool[] _isUsed = new bool[2];
        private BlockGuard? _open;
        private int _side;

        /// <summary>A choice without blocks yet.</summary>
        /// <param name="cond">The mask: bools [N, 1].</param>
        /// <param name="name">A name; it has no effect.</param>
        /// <exception cref="InvalidArgumentException">The mask is not bool, or no variable.</exception>
        public IfElse(Tensor cond, string? name = null)
        {
            _mask = RequireVariable(cond, "IfElse", "the mask");
            if (_mask.DType.Kind != DTypeKind.Bool)
                throw new InvalidArgumentException("IfElse: the mask is not bool.", $"It is {_mask.Shape} {_mask.DType}.", "Compare with LessThan, Equal …");
        }

        /// <summary>Until the result is disposed, operators are recorded for the rows whose mask is true.</summary>
        /// <exception cref="PreconditionNotMetException">A block is open, or there was one for these rows.</exception>
        public IDisposable TrueBlock() => Open(1);

        /// <summary>Until the result is disposed, operators are recorded for the rows whose mask is false.</summary>
        /// <exception cref="PreconditionNotMetException">A block is open, or there was one for these rows.</exception>
        public IDisposable FalseBlock() => Open(0);

        /// <summary>The rows of a tensor that belong to the open block.</summary>
        /// <param name="x">A tensor with one row, or sequence, for each element of the mask.</param>
        /// <exception cref="PreconditionNotMetException">No block is open.</exception>
        public Tensor Input(Tensor x)
        {
            BlockGuard open = RequireOpen("Input");
            Variable variable = RequireVariable(x, "IfElse", "the input");
            if (!_inputs.TryGetValue(variable.Name, out (Variable WhenTrue, Variable WhenFalse) parts))
            {
                parts = open.Outside(() =>
                {
                    Variable[] both = [Part(variable), Part(variable)];
                    Recorder.Append(open.Outer, new SplitLodTensorOp(), [variable, _mask], [both[0], both[1]]);
                    return (both[0], both[1]);
                });
                _inputs[variable.Name] = parts;
            }
            return _side == 1 ? parts.WhenTrue : parts.WhenFalse;
        }

        /// <summary>Says what the open block computes.</summary>
        /// <param name="outs">One row, or sequence, each for those that belong to the block.</param>
        /// <exception cref="PreconditionNotMetException">No block is open.</exception>
        public void Output(params Tensor[] outs)
        {
            BlockGuard open = RequireOpen("Output");
            foreach (Tensor value in outs)
            {
                Variable outside = open.Outside(() => SubBlock.Declare("ifelse.out", value.Shape, value.DType, stopGradient: true, lodLevel: (value as Variable)?.LodLevel ?? 0));
                InPlace.AssignTo(outside, value);
                _outputs[_side].Add(outside);
            }
        }

        /// <summary>The results for all rows, in the order of the mask; those of one block alone where the other gives none.</summary>
        /// <exception cref="PreconditionNotMetException">There is no output, the blocks give different numbers of outputs, or a block is open.</exception>
        public Tensor[] Call()
        {
            (List<Variable> whenFalse, List<Variable> whenTrue) = (_outputs[0], _outputs[1]);
            if (_open is not null || whenTrue.Count + whenFalse.Count == 0)
                throw new PreconditionNotMetException(_open is null ? "IfElse: there is no output." : "IfElse: a block is still open.", null, "Call Output inside the blocks, then Call after both.");
            if (whenTrue.Count == 0 || whenFalse.Count == 0)
                return [.. whenTrue, .. whenFalse];
            if (whenTrue.Count != whenFalse.Count)
            {
                throw new PreconditionNotMetException("IfElse: the blocks give different numbers of outputs.", $"TrueBlock gives {whenTrue.Count}, FalseBlock {whenFalse.Count}.",
                    "Give the same number in both.");
            }
            return whenTrue.Zip(whenFalse, Merge).ToArray();
        }

        private Tensor Merge(Variable whenTrue, Variable whenFalse)
        {
            if (whenTrue.DType != whenFalse.DType || whenTrue.Ndim != whenFalse.Ndim)
            {
                throw new InvalidArgumentException("IfElse: the blocks give different kinds of outputs.", $"TrueBlock gives {whenTrue.Shape} {whenTrue.DType}, FalseBlock {whenFalse.Shape} {whenFalse.DType}.",
                    "Element type and number of dimensions must be the same.");
            }
            Variable merged = SubBlock.Declare("merge_lod_tensor", whenTrue.Shape.With(0, -1), whenTrue.DType, stopGradient: whenTrue.StopGradient && whenFalse.StopGradient, lodLevel: whenTrue.LodLevel);
            Recorder.Append(Recorder.Main.CurrentBlock(), new MergeLodTensorOp(), [_mask, _mask, whenTrue, whenFalse], [merged]);
            return merged;
        }

        private static Variable Part(Variable x) => SubBlock.Declare("split_lod_tensor", x.Shape.With(0, -1), x.DType, stopGradient: x.StopGradient, lodLevel: x.LodLevel);

        private BlockGuard Open(int side)
        {
            if (_open is not null || _isUsed[side])
                throw new PreconditionNotMetException(_open is not null ? "IfElse: a block is open already." : "IfElse: there was a block for these rows already.", null, "Use TrueBlock once and FalseBlock once.");
            (_side, _isUsed[side]) = (side, true);
            return _open = new BlockGuard(body =>
            {
                _open = null;
                // Without rows of its own a block does not run.
                Variable[] rows = _inputs.Values.Select(p => side == 1 ? p.WhenTrue : p.WhenFalse).ToArray();
                SubBlock.AppendConditional(body, rows.Length > 0 ? rows : [_mask], isScalar: false);
            });
        }

        private BlockGuard RequireOpen(string function)
            => _open ?? throw new PreconditionNotMetException($"IfElse: {function} is called outside its blocks.", null, "Call it inside TrueBlock or FalseBlock.");
    }
}
