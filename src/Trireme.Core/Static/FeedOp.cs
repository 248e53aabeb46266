using Trireme.Operators;

namespace Trireme.Static;

/// <summary>Marks a variable as an input of an exported program. The executor feeds it by name, so there is nothing to do.</summary>
/// <param name="Col">The input's number.</param>
[Op("feed", "X? -> Out", NoGradient = "It is an input.")]
public sealed record FeedOp(int Col = 0) : ScopeOp
{
    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        if (run.Before("Out") is null)
            throw new InvalidArgumentException($"feed: '{run.Operator.Output("Out")[0]}' must be fed.", null, "Put it into the feed dictionary.");
    }
}

/// <summary>Marks a variable as an output of an exported program. The executor fetches it by name, so there is nothing to do.</summary>
/// <param name="Col">The output's number.</param>
[Op("fetch", "X -> Out?", NoGradient = "It is an output.")]
public sealed record FetchOp(int Col = 0) : ScopeOp
{
    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
    }
}
