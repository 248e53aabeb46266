namespace Trireme.Bench;

/// <summary>A row made ready: the arrays both sides compute with, one step to time, and what the step computes, to compare.</summary>
/// <param name="Step">One repetition.</param>
/// <param name="Inputs">By name; handed to the other side before it computes anything.</param>
/// <param name="Outputs">By name, computed once from the inputs as they are now; null where there is nothing to compare.</param>
internal sealed record Case(Action Step, Dictionary<string, Tensor> Inputs, Func<Dictionary<string, Tensor>>? Outputs);
