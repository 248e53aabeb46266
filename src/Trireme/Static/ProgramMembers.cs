using Trireme.NN;
using Trireme.NN.Initializers;

namespace Trireme.Static;

/// <summary>Members of programs and their blocks that stand on files and parameters.</summary>
public static class ProgramMembers
{
    extension(Program)
    {
        /// <summary>The program in the bytes of a program file.</summary>
        /// <param name="binaryStr">What <see cref="Static.SerializeProgram"/> gave, or a file's content.</param>
        /// <exception cref="Formats.Files.InvalidFileException">The bytes are damaged, or use operators that do not exist here.</exception>
        /// <remarks>Mirrors Program.parse_from_string. Parameters have no values yet.</remarks>
        public static Program ParseFromString(byte[] binaryStr) => Static.DeserializeProgram(binaryStr);
    }

    /// <summary>The values of a program's variables that outlive runs, by name: the scope's own tensors, not copies.</summary>
    /// <param name="program">The program.</param>
    /// <param name="mode"><c>param</c>: parameters; <c>opt</c>: what else outlives runs, the optimizer's accumulators; <c>all</c>: both.</param>
    /// <param name="scope">The scope; the current one where null.</param>
    /// <exception cref="InvalidArgumentException">The mode is not known.</exception>
    /// <exception cref="PreconditionNotMetException">A variable has no value.</exception>
    /// <remarks>Mirrors Program.state_dict. <c>Paddle.Save</c> writes it.</remarks>
    public static OrderedDictionary<string, Tensor> StateDict(this Program program, string mode = "all", Scope? scope = null)
    {
        if (mode is not ("all" or "param" or "opt"))
            throw new InvalidArgumentException($"StateDict: the mode '{mode}' is not known.", "It is all, param or opt.");
        scope ??= Scope.Global;
        Executor.BindPersistables(program, scope);
        OrderedDictionary<string, Tensor> state = [];
        foreach (Variable variable in Kept(program).Where(v => mode == "all" || (v.IsParameter || v.Value is Parameter) == (mode == "param")))
        {
            state[variable.Name] = scope.FindVar(variable.Name)?.Value as Tensor
                ?? throw new PreconditionNotMetException($"StateDict: '{variable.Name}' has no value in the scope.", null, "Run the startup program first.");
        }
        return state;
    }

    /// <summary>Gives a program's variables values in a scope.</summary>
    /// <param name="program">The program.</param>
    /// <param name="stateDict">The values by name, copied; those that the program does not know are left out.</param>
    /// <param name="scope">The scope; the current one where null.</param>
    /// <exception cref="InvalidArgumentException">A value does not fit its variable; then none is set.</exception>
    /// <remarks>Mirrors Program.set_state_dict.</remarks>
    public static void SetStateDict(this Program program, IReadOnlyDictionary<string, Tensor> stateDict, Scope? scope = null)
    {
        scope ??= Scope.Global;
        Variable[] known = Kept(program).Where(v => stateDict.ContainsKey(v.Name)).ToArray();
        foreach (Variable variable in known)
        {
            if (variable.Shape.IsKnown && variable.Shape != stateDict[variable.Name].Shape)
            {
                throw new InvalidArgumentException($"SetStateDict: the value for '{variable.Name}' does not fit.",
                    $"It is {stateDict[variable.Name].Shape}; the program declares {variable.Shape}.");
            }
        }
        Executor.BindPersistables(program, scope);
        foreach (Variable variable in known)
            scope.Var(variable.Name).Give(variable.Name, stateDict[variable.Name]);
    }

    /// <summary>A parameter of the block's program, with its first values; the startup program gives them anew.</summary>
    /// <param name="block">A block of the program; parameters are always in the outermost.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="dtype">Its element type.</param>
    /// <param name="name">Its name, where the attribute gives none.</param>
    /// <param name="attr">How it is made and trained.</param>
    /// <param name="isBias">Whether it is a bias: zeros at first.</param>
    /// <param name="defaultInitializer">How its values are made where the attribute does not say.</param>
    /// <remarks>Mirrors Block.create_parameter.</remarks>
    public static Tensor CreateParameter(this Block block, Shape shape, DType dtype, string? name = null, ParamAttr? attr = null, bool isBias = false,
        Initializer? defaultInitializer = null)
    {
        using var guard = new ProgramGuard(block.Program);
        return Static.NN.CreateParameter(shape, dtype, name, attr, isBias, defaultInitializer);
    }

    // Constants are the program's own.
    private static IEnumerable<Variable> Kept(Program program)
        => program.ListVars().Where(v => v.Persistable && v.Type == VarType.LodTensor && !v.IsConstant).DistinctBy(v => v.Name);
}
