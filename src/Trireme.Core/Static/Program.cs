using System.Text;
using Trireme.Operators;
using Trireme.Random;

namespace Trireme.Static;

/// <summary>A computation as data: operators over named variables, built once and run by an <see cref="Executor"/> as often as wanted.</summary>
/// <remarks>
/// Mirrors paddle.static.Program. Operators called on variables are appended to the program of the innermost <see cref="ProgramGuard"/>, or to
/// the thread's default main program.
/// </remarks>
public sealed class Program
{
    private static long _constants;

    [ThreadStatic]
    private static int _globalSeed;

    private readonly List<Block> _blocks = [];
    private readonly Dictionary<Tensor, Variable> _captured = new(ReferenceEqualityComparer.Instance);
    private readonly List<Action<Scope>> _beforeRun = [];
    private int _current;
    private Generator? _generator;

    /// <summary>An empty program.</summary>
    public Program()
    {
        _blocks.Add(new Block(this, 0, -1));
        RandomSeed = _globalSeed;
    }

    /// <summary>Where the program's random numbers begin; 0 to take them from the default generator.</summary>
    /// <remarks>Mirrors Program.random_seed.</remarks>
    public int RandomSeed { get; set; }

    /// <summary>Sets the seed of this program and of all that this thread makes from now on.</summary>
    /// <param name="seed">Where random numbers begin; 0 to take them from the default generator.</param>
    /// <remarks>Mirrors Program.global_seed.</remarks>
    public void GlobalSeed(int seed = 0) => RandomSeed = _globalSeed = seed;

    /// <summary>All blocks; the first is the outermost.</summary>
    public IReadOnlyList<Block> Blocks => _blocks;

    /// <summary>The number of blocks.</summary>
    public int NumBlocks => _blocks.Count;

    /// <summary>Changes with every change of the program: plans made for an older number are out of date.</summary>
    internal long Version { get; private set; }

    /// <summary>What is done before each run: a schedule sets the learning rate.</summary>
    internal IReadOnlyList<Action<Scope>> BeforeRun => _beforeRun;

    /// <summary>The random numbers of a program with a seed of its own; null for the default ones.</summary>
    internal Generator? Generator => RandomSeed == 0 ? null : _generator ??= new Generator((ulong)RandomSeed);

    /// <summary>The outermost block.</summary>
    public Block GlobalBlock() => _blocks[0];

    /// <summary>A block by its number.</summary>
    /// <param name="index">0 to NumBlocks - 1.</param>
    /// <exception cref="OutOfRangeException">There is no such block.</exception>
    public Block Block(int index)
        => (uint)index < (uint)_blocks.Count ? _blocks[index] : throw new OutOfRangeException($"Program: there is no block {index}.", $"There are {_blocks.Count}.");

    /// <summary>The block that operators are appended to now.</summary>
    public Block CurrentBlock() => _blocks[_current];

    /// <summary>All variables of all blocks.</summary>
    public IEnumerable<Variable> ListVars() => _blocks.SelectMany(b => b.Vars.Values);

    /// <summary>All trainable variables.</summary>
    public IReadOnlyList<Variable> AllParameters() => _blocks.SelectMany(b => b.AllParameters()).ToArray();

    /// <summary>A copy that shares parameters by name.</summary>
    /// <param name="forTest">
    /// Whether the copy is for evaluation: operators behave as in inference, and those that compute gradients or update parameters are left out.
    /// </param>
    /// <remarks>Mirrors paddle.static.Program.clone.</remarks>
    public Program Clone(bool forTest = false) => ProgramCopy.Of(this, forTest);

    /// <summary>The blocks as readable text.</summary>
    /// <param name="throwOnError">Kept for Paddle's signature; nothing here can fail.</param>
    /// <param name="withDetails">Kept for Paddle's signature; the text is always complete.</param>
    public string ToString(bool throwOnError, bool withDetails = false) => ToString();

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (Block block in _blocks)
            text.Append(block);
        return text.ToString();
    }

    internal void Touch() => Version++;

    /// <summary>Opens a block inside the current one and appends to it until <see cref="Rollback"/>.</summary>
    internal Block CreateBlock(int? parent = null)
    {
        var block = new Block(this, _blocks.Count, parent ?? _current);
        _blocks.Add(block);
        _current = block.Idx;
        Touch();
        return block;
    }

    /// <summary>Goes back to the block around the current one.</summary>
    internal void Rollback() => _current = CurrentBlock().ParentIdx;

    /// <summary>Goes on in a block; returns the one before.</summary>
    internal int EnterBlock(int index)
    {
        int before = _current;
        _current = index;
        return before;
    }

    internal void OnRun(Action<Scope> action) => _beforeRun.Add(action);

    /// <summary>The variable that stands for a tensor outside the program.</summary>
    internal Variable Capture(Tensor tensor)
    {
        if (_captured.TryGetValue(tensor, out Variable? known))
            return known;
        Block block = GlobalBlock();
        // Files know constants by name, and so do the scopes they are loaded into: names must not come twice in a process, whatever UniqueName.Guard does.
        string name = tensor.Persistable ? tensor.Name : $"constant_{Interlocked.Increment(ref _constants)}";
        if (tensor.Persistable && block.HasVar(name) && block.Var(name) is { Value: null } declared && declared.Shape == tensor.Shape
            && declared.DType == tensor.DType)
        {
            declared.Value = tensor;
            Touch();
            return _captured[tensor] = declared;
        }
        while (block.HasVar(name))
            name = Programs.UniqueName.Generate(name);
        Variable variable = block.CreateVar(name, tensor.Shape, tensor.DType, lodLevel: tensor.Lod?.Levels ?? 0, persistable: true, stopGradient: tensor.StopGradient);
        variable.IsParameter = tensor.Persistable && !tensor.StopGradient;
        variable.Value = tensor;
        return _captured[tensor] = variable;
    }

    internal void ShareValue(Variable variable, Tensor value)
    {
        variable.Value = value;
        _captured[value] = variable;
        Touch();
    }
}
