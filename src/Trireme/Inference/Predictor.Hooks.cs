using Trireme.Autograd;
using Trireme.Static;

namespace Trireme.Inference;

/// <content>What a predictor lets its user see and give back.</content>
public sealed partial class Predictor
{
    private readonly List<Action<string, string, Tensor>> _hooks = [];

    /// <summary>From now on every run tells what each operator of the program computed.</summary>
    /// <param name="hookfunc">Is given the operator's type, the variable's name and its value, which it must not change.</param>
    /// <remarks>
    /// Mirrors Predictor.register_output_hook. Such runs go operator by operator through the program as the file has it, without plans:
    /// for finding out, not for speed.
    /// </remarks>
    public void RegisterOutputHook(Action<string, string, Tensor> hookfunc)
    {
        ArgumentNullException.ThrowIfNull(hookfunc);
        _hooks.Add(hookfunc);
    }

    /// <summary>Gives the memory of all plans and all unused memory of the process back to the system; the next run takes it anew.</summary>
    /// <returns>How many bytes the process holds less afterwards.</returns>
    /// <remarks>Mirrors Predictor.try_shrink_memory.</remarks>
    public long TryShrinkMemory()
    {
        long before = Environment.WorkingSet;
        ClearIntermediateTensor();
        _executor = null;
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Memory.BlockPool.Trim();
        return Math.Max(0, before - Environment.WorkingSet);
    }

    private void RunWatched()
    {
        using Recorder.Mode eager = Recorder.Suspend();
        using GradMode.Scope noGrad = GradMode.Set(false);
        Block block = _program.GlobalBlock();
        Scope local = Executor.Bind(_program, _scope);
        foreach ((string name, Tensor value) in _feed)
            local.Local(name).Value = value;
        for (int i = 0; i < block.Ops.Count; i++)
        {
            Operator op = block.Ops[i];
            if (op.Record is FeedOp or FetchOp)
                continue;
            BlockRunner.Run(block, local, i..(i + 1));
            foreach (string name in op.OutputArgNames)
            {
                if (local.FindVar(name)?.Value is Tensor value)
                    _hooks.ForEach(hook => hook(op.Type, name, value));
            }
        }
        for (int i = 0; i < _outputs.Length; i++)
            _outputs[i].Value = local.FindVar(_fetchNames[i])!.GetTensor();
    }
}
