using Trireme.Operators;
using Trireme.Programs;
using Trireme.Static;

namespace Trireme.Fluid;

public static partial class Layers
{
    /// <summary>A recurrent network over sequences of one length, its step written as operators.</summary>
    /// <remarks>
    /// Mirrors fluid.layers.StaticRNN: <c>using (rnn.Step()) { word = rnn.StepInput(x); prev = rnn.Memory(batchRef: word, shape: [-1, n]); …;
    /// rnn.UpdateMemory(prev, hidden); rnn.StepOutput(hidden); } result = rnn.Call();</c>
    /// </remarks>
    public sealed class StaticRNN
    {
        private readonly List<(Variable Whole, Variable Step)> _inputs = [];
        private readonly List<(Variable Initial, Variable Before, Variable? After)> _memories = [];
        private readonly List<Variable> _steps = [];
        private readonly List<Variable> _outputs = [];
        private BlockGuard? _open;
        private int _length = -1;
        private bool _isBuilt;

        /// <summary>A network without a step yet.</summary>
        /// <param name="name">A name; it has no effect.</param>
        public StaticRNN(string? name = null)
        {
        }

        /// <summary>Until the result is disposed, operators are recorded into the step.</summary>
        /// <exception cref="PreconditionNotMetException">The step is written already; at its end: there is no input, or a memory is never updated.</exception>
        public IDisposable Step()
        {
            if (_open is not null || _isBuilt)
                throw new PreconditionNotMetException("StaticRNN: the step is written already.", null, "Make another StaticRNN.");
            return _open = new BlockGuard(Close);
        }

        /// <summary>One step of a sequence.</summary>
        /// <param name="x">The sequences [T, N, …]: time first.</param>
        /// <returns>The step [N, …].</returns>
        /// <exception cref="PreconditionNotMetException">The step is not open.</exception>
        /// <exception cref="InvalidArgumentException">x is no variable, has no dimension, or has another length than the inputs before.</exception>
        public Tensor StepInput(Tensor x)
        {
            BlockGuard open = RequireOpen("StepInput");
            Variable whole = RequireVariable(x, "StaticRNN", "the input");
            if (whole.Ndim == 0 || (_length >= 0 && whole.Shape[0] >= 0 && whole.Shape[0] != _length))
                throw new InvalidArgumentException("StaticRNN: the input does not fit.", $"It is {whole.Shape}; the inputs so far have {_length} steps.", "The first dimension is time.");
            _length = Math.Max(_length, whole.Shape[0]);
            // The operator gives the block a step of each input under the input's own name.
            Variable step = open.Block.CreateVar(whole.Name, whole.Shape[1..], whole.DType, stopGradient: whole.StopGradient);
            _inputs.Add((whole, step));
            return step;
        }

        /// <summary>A value that is handed on from step to step.</summary>
        /// <param name="init">The first value; made of the other arguments where null.</param>
        /// <param name="shape">The shape of the first value.</param>
        /// <param name="batchRef">A tensor whose batch size it takes.</param>
        /// <param name="initValue">What it is filled with.</param>
        /// <param name="initBatchDimIdx">Where the batch size stands in <paramref name="shape"/>.</param>
        /// <param name="refBatchDimIdx">Where it stands in <paramref name="batchRef"/>, counted in the whole sequence for a step of it.</param>
        /// <returns>The value after the step before.</returns>
        /// <exception cref="PreconditionNotMetException">The step is not open.</exception>
        /// <exception cref="InvalidArgumentException">Neither a first value nor shape and batch are given.</exception>
        public Tensor Memory(Tensor? init = null, Shape? shape = null, Tensor? batchRef = null, double initValue = 0.0, int initBatchDimIdx = 0, int refBatchDimIdx = 1)
        {
            BlockGuard open = RequireOpen("Memory");
            Variable initial;
            if (init is not null)
            {
                initial = Recorder.Resolve(open.Outer, new AssignOp().Info, init);
            }
            else
            {
                if (shape is not { } dims || batchRef is null)
                    throw new InvalidArgumentException("StaticRNN: a memory has no first value.", null, "Give init, or shape and batchRef.");
                Variable reference = RequireVariable(batchRef, "StaticRNN", "batchRef");
                Variable outer = _inputs.FirstOrDefault(i => ReferenceEquals(i.Step, reference)).Whole ?? reference;
                initial = (Variable)open.Outside(() => new FillConstantBatchSizeLikeOp(dims, outer.DType, (float)initValue, "", refBatchDimIdx, initBatchDimIdx).Apply(outer));
            }
            Variable before = open.Block.CreateVar(UniqueName.Generate(initial.Name + "@mem"), initial.Shape, initial.DType, stopGradient: !initial.DType.IsFloating);
            _memories.Add((initial, before, null));
            return before;
        }

        /// <summary>Says what a memory becomes at the end of the step.</summary>
        /// <param name="mem">What <see cref="Memory"/> returned.</param>
        /// <param name="var">The new value.</param>
        /// <exception cref="PreconditionNotMetException">The step is not open.</exception>
        /// <exception cref="InvalidArgumentException"><paramref name="mem"/> is no memory of this network, or the new value is of another kind.</exception>
        public void UpdateMemory(Tensor mem, Tensor @var)
        {
            BlockGuard open = RequireOpen("UpdateMemory");
            int i = _memories.FindIndex(m => ReferenceEquals(m.Before, mem));
            if (i < 0)
                throw new InvalidArgumentException("StaticRNN: UpdateMemory got a tensor that is no memory.", $"It is {mem.Shape} {mem.DType}.", "Pass what Memory returned.");
            if (@var.DType != mem.DType || @var.Ndim != mem.Ndim)
                throw new InvalidArgumentException("StaticRNN: a memory's new value is of another kind.", $"It was {mem.Shape} {mem.DType}, and becomes {@var.Shape} {@var.DType}.");
            _memories[i] = _memories[i] with { After = Own(open, @var) };
        }

        /// <summary>Says what the step gives.</summary>
        /// <param name="o">One step of a result.</param>
        /// <exception cref="PreconditionNotMetException">The step is not open.</exception>
        public void StepOutput(Tensor o)
        {
            BlockGuard open = RequireOpen("StepOutput");
            _steps.Add(Own(open, o));
        }

        /// <summary>Says what the step gives; the same as several <see cref="StepOutput"/>.</summary>
        /// <param name="outputs">One step each of the results.</param>
        /// <exception cref="PreconditionNotMetException">The step is not open.</exception>
        public void Output(params Tensor[] outputs)
        {
            foreach (Tensor output in outputs)
                StepOutput(output);
        }

        /// <summary>The result [T, N, …] of all steps.</summary>
        /// <exception cref="PreconditionNotMetException">The step is not written yet, or has not exactly one output.</exception>
        public Tensor Call()
        {
            Tensor[] all = CallAll();
            return all.Length == 1 ? all[0] : throw new PreconditionNotMetException($"StaticRNN: there are {all.Length} outputs.", null, "Use CallAll, or StepOutput once.");
        }

        /// <summary>The results [T, N, …] of all steps, in the order of <see cref="StepOutput"/>.</summary>
        /// <exception cref="PreconditionNotMetException">The step is not written yet.</exception>
        public Tensor[] CallAll() => _isBuilt ? [.. _outputs] : throw new PreconditionNotMetException("StaticRNN: there is no result before the step is written.", null, "Call it after the using block of Step().");

        // The operator tells steps from wholes by the block they are in, so what the step gives must be a variable of its own.
        private Variable Own(BlockGuard open, Tensor value)
        {
            Variable variable = Recorder.Resolve(open.Block, new AssignOp().Info, value);
            bool isOwn = ReferenceEquals(variable.Block, open.Block) && _inputs.TrueForAll(i => !ReferenceEquals(i.Step, variable)) && _memories.TrueForAll(m => !ReferenceEquals(m.Before, variable));
            return isOwn && !_steps.Contains(variable) ? variable : (Variable)variable.Clone();
        }

        private void Close(Block body)
        {
            _open = null;
            _isBuilt = true;
            if (_inputs.Count == 0)
                throw new PreconditionNotMetException("StaticRNN: there is no input.", null, "Call StepInput: its length is the number of steps.");
            if (_memories.Exists(m => m.After is null))
                throw new PreconditionNotMetException("StaticRNN: a memory is never updated.", null, "Call UpdateMemory for each.");
            Block outer = Recorder.Main.CurrentBlock();
            foreach (Variable step in _steps)
                _outputs.Add(outer.CreateVar(step.Name, (int[])[_length, .. step.Shape.AsSpan()], step.DType));
            SubBlock.AppendRecurrent(body, _inputs.ConvertAll(i => i.Whole), _memories.ConvertAll(m => m.Initial), _memories.Select(m => m.Before.Name).ToArray(),
                _memories.Select(m => m.After!.Name).ToArray(), _outputs);
        }

        private BlockGuard RequireOpen(string function)
            => _open ?? throw new PreconditionNotMetException($"StaticRNN: {function} is called outside the step.", null, "Call it inside the using block of Step().");
    }
}
