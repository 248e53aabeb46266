namespace Trireme.Static;

/// <summary>Makes plans of programs. The compiler registers itself; without it every program is run operator by operator.</summary>
internal abstract class ProgramPlanner
{
    public static ProgramPlanner? Current { get; set; }

    /// <summary>A plan for inputs of these shapes; null where the program's shapes or course depend on values.</summary>
    /// <param name="program">The program.</param>
    /// <param name="feed">Inputs with the shapes that the plan is for.</param>
    /// <param name="fetches">The names of the results.</param>
    /// <param name="scope">Holds the parameters, which the plan binds.</param>
    /// <param name="isFrozen">Whether the parameters never change: what depends on them alone is computed now.</param>
    public abstract ProgramPlan? Plan(Program program, IReadOnlyDictionary<string, Tensor> feed, IReadOnlyList<string> fetches, Scope scope, bool isFrozen = false);
}

/// <summary>A program made ready to run for inputs of certain shapes: kernels bound to memory that is laid out.</summary>
internal abstract class ProgramPlan
{
    /// <summary>Whether the scope still holds the tensors that the plan is bound to.</summary>
    public abstract bool IsBoundTo(Scope scope);

    /// <summary>Whether the plan is for inputs like these.</summary>
    public abstract bool Fits(IReadOnlyDictionary<string, Tensor> feed);

    /// <summary>Runs the plan. The results are written into tensors of the caller's, so that a run allocates nothing.</summary>
    public abstract void Run(IReadOnlyDictionary<string, Tensor> feed, Tensor[] results);

    /// <summary>What each result looks like.</summary>
    public abstract IReadOnlyList<TensorMeta> Results { get; }
}
