namespace Trireme.Static;

/// <summary>The plans of a program for the shapes of inputs that came so far.</summary>
/// <param name="program">The program.</param>
/// <param name="fetches">The names of the results.</param>
/// <param name="isFrozen">
/// Whether the parameters never change. Such a program is there to run again and again: it is planned at once, and new shapes take the place of the oldest.
/// </param>
internal sealed class PlanCache(Program program, IReadOnlyList<string> fetches, bool isFrozen = false)
{
    // A plan holds the memory of its intermediate results. Inputs of ever new lengths are run operator by operator: a plan for each would cost more than it saves.
    private const int MaxPlans = 8;
    private readonly List<ProgramPlan> _plans = [];
    private bool _hasNoPlan;
    private int _runs;

    /// <summary>
    /// A plan for these inputs; null where the program is run operator by operator. Unless it is frozen, the first run never plans: a startup
    /// program runs once.
    /// </summary>
    public ProgramPlan? Find(IReadOnlyDictionary<string, Tensor> feed, Scope scope)
    {
        if (_hasNoPlan || ProgramPlanner.Current is not { } planner)
            return null;
        foreach (ProgramPlan plan in _plans)
        {
            if (plan.Fits(feed) && (isFrozen || plan.IsBoundTo(scope)))
                return plan;
        }
        if (!isFrozen && (_runs++ == 0 || _plans.Count == MaxPlans))
            return null;
        if (planner.Plan(program, feed, fetches, scope, isFrozen) is not { } made)
        {
            _hasNoPlan = feed.Values.All(t => t.Lod is null);
            return null;
        }
        if (_plans.Count == MaxPlans)
            _plans.RemoveAt(0);
        _plans.Add(made);
        return made;
    }

    /// <summary>Gives the memory of all plans back.</summary>
    public void Clear() => _plans.Clear();
}
