namespace Trireme.Static;

/// <summary>The plans of a program for the shapes of inputs that came so far.</summary>
internal sealed class PlanCache(Program program, IReadOnlyList<string> fetches)
{
    // Inputs of ever new lengths are run operator by operator: a plan for each would cost more than it saves.
    private const int MaxPlans = 8;
    private readonly List<ProgramPlan> _plans = [];
    private bool _hasNoPlan;
    private int _runs;

    /// <summary>A plan for these inputs; null where the program is run operator by operator. The first run never plans: a startup program runs once.</summary>
    public ProgramPlan? Find(IReadOnlyDictionary<string, Tensor> feed, Scope scope)
    {
        if (_hasNoPlan || ProgramPlanner.Current is not { } planner)
            return null;
        foreach (ProgramPlan plan in _plans)
        {
            if (plan.Fits(feed) && plan.IsBoundTo(scope))
                return plan;
        }
        if (_runs++ == 0 || _plans.Count == MaxPlans)
            return null;
        if (planner.Plan(program, feed, fetches, scope) is not { } made)
        {
            _hasNoPlan = feed.Values.All(t => t.Lod is null);
            return null;
        }
        _plans.Add(made);
        return made;
    }
}
