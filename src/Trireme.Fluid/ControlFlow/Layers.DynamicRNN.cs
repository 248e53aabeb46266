using Trireme.Operators;
using Trireme.Static;

namespace Trireme.Fluid;

public static partial class Layers
{
    /// <summary>A recurrent network over sequences of different lengths, its step written as operators. Sequences that have ended are no longer computed.</summary>
    /// <remarks>
    /// Mirrors fluid.layers.DynamicRNN: <c>using (rnn.Block()) { word = rnn.StepInput(sentence); prev = rnn.Memory(shape: [n]); …;
    /// rnn.UpdateMemory(prev, hidden); rnn.Output(hidden); } result = rnn.Call();</c> Built of a while loop over lists of tensors, as there.
    /// </remarks>
    public sealed class DynamicRNN
    {
        private readonly List<(Tensor Before, Variable Array)> _memories = [];
        private readonly List<(Tensor After, Variable Array)> _updates = [];
        private readonly List<(Variable Array, Tensor Step)> _outputs = [];
        private readonly List<Variable> _results = [];
        private BlockGuard? _open;
        private Variable? _table, _step, _length, _condition, _first;
        private bool _isBuilt;

        /// <summary>A network without a step yet.</summary>
        /// <param name="name">A name; it has no effect.</param>
        public DynamicRNN(string? name = null)
        {
        }

        /// <summary>Until the result is disposed, operators are recorded into the step.</summary>
        /// <exception cref="PreconditionNotMetException">The step is written already; at its end: there is no input.</exception>
        public IDisposable Block()
        {
            if (_open is not null || _isBuilt)
                throw new PreconditionNotMetException("DynamicRNN: the step is written already.", null, "Make another DynamicRNN.");
            using (Recorder.Set(on: true))
                _step = (Variable)Paddle.Full([1], 0, DType.Int64);
            return _open = new BlockGuard(End);
        }

        /// <summary>One step of the sequences that have not ended.</summary>
        /// <param name="x">Sequences.</param>
        /// <param name="level">On which level: a step is a row on the last one, a shorter sequence on others.</param>
        /// <returns>The step: one row a sequence, longest sequence first.</returns>
        /// <exception cref="PreconditionNotMetException">The step is not open.</exception>
        /// <exception cref="InvalidArgumentException">x is no variable.</exception>
        public Tensor StepInput(Tensor x, int level = 0)
        {
            BlockGuard open = RequireOpen("StepInput");
            Variable variable = RequireVariable(x, "DynamicRNN", "the input");
            Variable array = open.Outside(() =>
            {
                if (_table is null)
                {
                    _table = SubBlock.Declare("lod_rank_table", default, default, VarType.LodRankTable, stopGradient: true);
                    Recorder.Append(open.Outer, new LodRankTableOp(level), [variable], [_table]);
                    _length = SubBlock.Declare("max_sequence_len", [1], DType.Int64, stopGradient: true);
                    Recorder.Append(open.Outer, new MaxSequenceLenOp(), [_table], [_length]);
                    _condition = (Variable)_step!.LessThan(_length);
                }
                Variable steps = SubBlock.Declare("lod_tensor_to_array", variable.Shape.With(0, -1), variable.DType, VarType.LodTensorArray, stopGradient: variable.StopGradient);
                Recorder.Append(open.Outer, new LodTensorToArrayOp(), [variable, _table], [steps]);
                return steps;
            });
            _first ??= array;
            return Read(array, _step!, Math.Max(0, variable.LodLevel - 1));
        }

        /// <summary>A tensor that every step sees whole: one row, or sequence, for each sequence that has not ended.</summary>
        /// <param name="x">One row, or sequence, for each sequence of the inputs.</param>
        /// <exception cref="PreconditionNotMetException">The step is not open, or has no input yet.</exception>
        /// <exception cref="InvalidArgumentException">x is no variable.</exception>
        public Tensor StaticInput(Tensor x)
        {
            BlockGuard open = RequireOpen("StaticInput");
            RequireInput("StaticInput");
            Variable variable = RequireVariable(x, "DynamicRNN", "the static input");
            return Shrink(open.Outside(() => Reorder(variable)));
        }

        /// <summary>A value that is handed on from step to step, one row a sequence.</summary>
        /// <param name="init">The first value [N, …]; filled where null.</param>
        /// <param name="shape">The shape of a row of the first value, without the batch.</param>
        /// <param name="value">What it is filled with.</param>
        /// <param name="needReorder">Whether <paramref name="init"/>'s rows follow the order of the sequences and must be brought to that of the steps.</param>
        /// <param name="dtype">Its element type; float32 where null.</param>
        /// <returns>The value after the step before.</returns>
        /// <exception cref="PreconditionNotMetException">The step is not open, or has no input yet.</exception>
        /// <exception cref="InvalidArgumentException">Neither a first value nor a shape is given.</exception>
        public Tensor Memory(Tensor? init = null, Shape? shape = null, double value = 0.0, bool needReorder = false, DType? dtype = null)
        {
            BlockGuard open = RequireOpen("Memory");
            RequireInput("Memory");
            if (init is null && shape is null)
                throw new InvalidArgumentException("DynamicRNN: a memory has no first value.", null, "Give init or shape.");
            Variable array = open.Outside(() =>
            {
                Variable zero = (Variable)Paddle.Full([1], 0, DType.Int64);
                Variable initial;
                if (init is not null)
                {
                    initial = Recorder.Resolve(open.Outer, new AssignOp().Info, init);
                    if (needReorder)
                        initial = Reorder(initial);
                }
                else
                {
                    Tensor batch = Read(_first!, zero);
                    initial = (Variable)new FillConstantBatchSizeLikeOp((int[])[-1, .. shape!.Value.AsSpan()], dtype ?? DType.Float32, (float)value).Apply(batch);
                    initial.StopGradient = false;
                }
                Variable memories = SubBlock.Declare("memory", initial.Shape.With(0, -1), initial.DType, VarType.LodTensorArray);
                Recorder.Append(open.Outer, new WriteToArrayOp(), [initial, zero], [memories]);
                return memories;
            });
            Tensor before = Shrink((Variable)Read(array, _step!));
            _memories.Add((before, array));
            return before;
        }

        /// <summary>Says what a memory becomes at the end of the step.</summary>
        /// <param name="exMem">What <see cref="Memory"/> returned.</param>
        /// <param name="newMem">The new value.</param>
        /// <exception cref="PreconditionNotMetException">The step is not open.</exception>
        /// <exception cref="InvalidArgumentException"><paramref name="exMem"/> is no memory of this network.</exception>
        public void UpdateMemory(Tensor exMem, Tensor newMem)
        {
            RequireOpen("UpdateMemory");
            int i = _memories.FindIndex(m => ReferenceEquals(m.Before, exMem));
            if (i < 0)
                throw new InvalidArgumentException("DynamicRNN: UpdateMemory got a tensor that is no memory.", $"It is {exMem.Shape} {exMem.DType}.", "Pass what Memory returned.");
            _updates.Add((newMem, _memories[i].Array));
        }

        /// <summary>Says what the step gives.</summary>
        /// <param name="outputs">One step each of the results.</param>
        /// <exception cref="PreconditionNotMetException">The step is not open.</exception>
        public void Output(params Tensor[] outputs)
        {
            BlockGuard open = RequireOpen("Output");
            foreach (Tensor output in outputs)
            {
                Variable array = open.Outside(() => SubBlock.Declare("rnn.out", output.Shape.Rank > 0 ? output.Shape.With(0, -1) : output.Shape, output.DType, VarType.LodTensorArray));
                Recorder.Append(open.Block, new WriteToArrayOp(), [output, _step!], [array]);
                _outputs.Add((array, output));
            }
        }

        /// <summary>The result: sequences as long as the input's.</summary>
        /// <exception cref="PreconditionNotMetException">The step is not written yet, or has not exactly one output.</exception>
        public Tensor Call()
        {
            Tensor[] all = CallAll();
            return all.Length == 1 ? all[0] : throw new PreconditionNotMetException($"DynamicRNN: there are {all.Length} outputs.", null, "Use CallAll, or give Output one tensor.");
        }

        /// <summary>The results, in the order of <see cref="Output"/>.</summary>
        /// <exception cref="PreconditionNotMetException">The step is not written yet.</exception>
        public Tensor[] CallAll() => _isBuilt ? [.. _results] : throw new PreconditionNotMetException("DynamicRNN: there is no result before the step is written.", null, "Call it after the using block of Block().");

        private void End(Block body)
        {
            _open = null;
            _isBuilt = true;
            if (_condition is null)
                throw new PreconditionNotMetException("DynamicRNN: there is no input.", null, "Call StepInput: its sequences say how many steps there are.");
            Program program = body.Program;
            int outer = program.EnterBlock(body.Idx);
            using (Recorder.Set(on: true))
            {
                _step!.Increment();
                foreach ((Tensor after, Variable array) in _updates)
                    Recorder.Append(body, new WriteToArrayOp(), [after, _step!], [array]);
                Recorder.Append(body, LessThanOp.Default, [_step!, _length!], [_condition]);
            }
            program.EnterBlock(outer);
            SubBlock.AppendWhile(body, _condition, isTest: false);
            foreach ((Variable array, Tensor step) in _outputs)
            {
                Variable result = SubBlock.Declare("array_to_lod_tensor", array.Shape, array.DType, stopGradient: step.StopGradient, lodLevel: 1);
                Recorder.Append(Recorder.Main.CurrentBlock(), new ArrayToLodTensorOp(), [array, _table!], [result]);
                _results.Add(result);
            }
        }

        private static Tensor Read(Variable array, Variable index, int lodLevel = 0)
        {
            Variable item = SubBlock.Declare("read_from_array", array.Shape, array.DType, stopGradient: array.StopGradient, lodLevel: lodLevel);
            Recorder.Append(Recorder.Main.CurrentBlock(), new ReadFromArrayOp(), [array, index], [item]);
            return item;
        }

        private Tensor Shrink(Variable x)
        {
            Variable part = SubBlock.Declare("shrink_rnn_memory", x.Shape.With(0, -1), x.DType, stopGradient: x.StopGradient, lodLevel: x.LodLevel);
            Recorder.Append(Recorder.Main.CurrentBlock(), new ShrinkRnnMemoryOp(), [x, _table!, _step!], [part]);
            return part;
        }

        private Variable Reorder(Variable x) => (Variable)ReorderLodTensorByRank(x, _table!);

        private void RequireInput(string function)
        {
            if (_table is null)
                throw new PreconditionNotMetException($"DynamicRNN: {function} comes before the first input.", null, "Call StepInput first: its sequences give the order.");
        }

        private BlockGuard RequireOpen(string function)
            => _open ?? throw new PreconditionNotMetException($"DynamicRNN: {function} is called outside the step.", null, "Call it inside the using block of Block().");
    }
}
