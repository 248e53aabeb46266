namespace Trireme.Operators;

/// <summary>An optimizer's update of one parameter: every output overwrites an input.</summary>
public abstract record UpdateOp : Op
{
    /// <summary>Checks that parameter, gradient and state agree.</summary>
    /// <param name="c">Inputs by slot; outputs are assigned.</param>
    public override void Infer(InferContext c)
    {
        TensorMeta param = c["Param"];
        c.Require(param.DType.IsFloating, "a parameter must be floating point.");
        c.Require(c["Grad"] == param, "the gradient must have the parameter's shape and element type.");
        foreach (Slot output in Info.Outputs)
        {
            // ParamOut overwrites Param, and so on for the state: the names say it.
            string input = output.Name[..^"Out".Length];
            TensorMeta meta = c[input];
            c.Require(meta.Shape == param.Shape || meta.Shape.Numel == 1, $"the state {input} must have the parameter's shape {param.Shape}, or one element.",
                "Set a state dict that was saved for this network.");
            c[output.Name] = meta;
        }
    }
}
