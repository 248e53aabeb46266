using Trireme.Static;

namespace Trireme.Fluid;

/// <summary>Until disposed, operators are recorded into a block of their own; then something is done with it.</summary>
internal sealed class BlockGuard : IDisposable
{
    private readonly Program _program = Recorder.Main;
    private readonly Action<Block> _end;
    private readonly Recorder.Mode _mode;
    private bool _isDone;

    public BlockGuard(Action<Block> end)
    {
        _end = end;
        Outer = _program.CurrentBlock();
        Block = _program.CreateBlock();
        _mode = Recorder.Set(on: true);
    }

    /// <summary>The block that is recorded.</summary>
    public Block Block { get; }

    /// <summary>The block around it.</summary>
    public Block Outer { get; }

    /// <summary>Records something into the block around this one.</summary>
    public T Outside<T>(Func<T> record)
    {
        int before = _program.EnterBlock(Outer.Idx);
        try
        {
            return record();
        }
        finally
        {
            _program.EnterBlock(before);
        }
    }

    public void Dispose()
    {
        if (_isDone)
            return;
        _isDone = true;
        _program.EnterBlock(Outer.Idx);
        _mode.Dispose();
        _end(Block);
    }
}
