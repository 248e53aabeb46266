using Trireme.Programs;
using Trireme.Static;

namespace Trireme.Fluid;

public static partial class Layers
{
    /// <summary>Changes the batches of a reader with layers before the program reads them.</summary>
    /// <remarks>
    /// Mirrors fluid.layers.Preprocessor: <c>var change = new Layers.Preprocessor(reader); using (change.Block()) { var inputs = change.Inputs();
    /// change.Outputs(inputs[0] / 2, inputs[1] + 1); } var fields = Layers.ReadFile(change.Call());</c>. The block is a program of its own that runs once a
    /// batch, in the thread that reads; parameters in it have the values of the scope in which the reader was made.
    /// </remarks>
    public sealed class Preprocessor
    {
        private readonly ReaderVariable _reader;
        private readonly string? _name;
        private readonly Program _program = new();
        private Variable[]? _inputs;
        private Variable[] _outputs = [];
        private bool _isOpen, _isBuilt;

        /// <summary>Begins to change a reader.</summary>
        /// <param name="reader">The reader; reading goes through the result of <see cref="Call"/> from now on.</param>
        /// <param name="name">The name of the result; made unique where null.</param>
        public Preprocessor(ReaderVariable reader, string? name = null)
        {
            ArgumentNullException.ThrowIfNull(reader);
            (_reader, _name) = (reader, name);
        }

        /// <summary>Until the result is disposed, layers change the batch.</summary>
        /// <exception cref="PreconditionNotMetException">The block was written already.</exception>
        /// <remarks>Mirrors Preprocessor.block.</remarks>
        public IDisposable Block()
        {
            if (_isOpen || _isBuilt)
                throw new PreconditionNotMetException("Preprocessor: the block is written only once.", null, "Make another Preprocessor.");
            _isOpen = true;
            return new Guard(this);
        }

        /// <summary>A variable for each field of a batch.</summary>
        /// <exception cref="PreconditionNotMetException">The block is not open.</exception>
        /// <remarks>Mirrors Preprocessor.inputs.</remarks>
        public IReadOnlyList<Variable> Inputs()
        {
            RequireOpen("Inputs");
            if (_inputs is null)
            {
                _inputs = _reader.Layout.Declare(_program.GlobalBlock());
                foreach (Variable input in _inputs)
                    input.IsData = true;
            }
            return _inputs;
        }

        /// <summary>Says what a batch becomes.</summary>
        /// <param name="outs">Its fields.</param>
        /// <exception cref="PreconditionNotMetException">The block is not open.</exception>
        /// <exception cref="InvalidArgumentException">There is no field, or one is no variable of the block.</exception>
        /// <remarks>Mirrors Preprocessor.outputs.</remarks>
        public void Outputs(params Tensor[] outs)
        {
            ArgumentNullException.ThrowIfNull(outs);
            RequireOpen("Outputs");
            if (outs.Length == 0)
                throw new InvalidArgumentException("Preprocessor: a batch without fields is not possible.", null, "Pass what the block computes.");
            _outputs = outs.Select((o, i) => (o as Variable)?.Latest is { } variable && ReferenceEquals(variable.Block.Program, _program) ? variable
                : throw new InvalidArgumentException($"Preprocessor: output {i} is no variable of the block.", null, "Compute it from Inputs().")).ToArray();
        }

        /// <summary>The changed reader.</summary>
        /// <exception cref="PreconditionNotMetException">The block is not written, or has no outputs.</exception>
        /// <remarks>Stands for calling the object.</remarks>
        public ReaderVariable Call()
        {
            if (!_isBuilt || _outputs.Length == 0)
                throw new PreconditionNotMetException("Preprocessor: there is no block with outputs.", null,
                    "Write it first: using (p.Block()) { … p.Outputs(…); }.");
            Scope scope = Scope.Global;
            Func<IEnumerable<Tensor[]>> source = () => _reader.Queue.RequireSource()();
            return new ReaderVariable(_name ?? UniqueName.Generate("create_custom_reader"), ReaderLayout.Of(_outputs), _reader.Queue.StartsItself,
                () => Changed(source, scope));
        }

        private IEnumerable<Tensor[]> Changed(Func<IEnumerable<Tensor[]>> source, Scope scope)
        {
            var executor = new Executor();
            FetchTarget[] fetches = Array.ConvertAll(_outputs, o => (FetchTarget)o);
            foreach (Tensor[] batch in source())
            {
                Dictionary<string, Tensor> feed = (_inputs ?? []).Zip(batch).ToDictionary(p => p.First.Name, p => p.Second);
                yield return executor.Run(_program, feed, fetches, scope);
            }
        }

        private void RequireOpen(string function)
        {
            if (!_isOpen)
                throw new PreconditionNotMetException($"Preprocessor: {function} is called outside the block.", null,
                    "Call it inside the using block of Block().");
        }

        private sealed class Guard : IDisposable
        {
            private readonly Preprocessor _owner;
            private readonly ProgramGuard _program;
            private readonly Recorder.Mode _mode;

            public Guard(Preprocessor owner)
            {
                _owner = owner;
                _program = new ProgramGuard(owner._program);
                _mode = Recorder.Set(on: true);
            }

            public void Dispose()
            {
                if (!_owner._isOpen)
                    return;
                (_owner._isOpen, _owner._isBuilt) = (false, true);
                _mode.Dispose();
                _program.Dispose();
            }
        }
    }
}
