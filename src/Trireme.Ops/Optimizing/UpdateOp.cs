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
        for (int i = 0; i < Info.OutputSlots.Length; i++)
        {
            string input = Info.InputSlots[Info.InPlaceInput[i]].Name;
            TensorMeta meta = c[input];
            c.Require(meta.Shape == param.Shape || meta.Shape.Numel == 1, $"the state {input} must have the parameter's shape {param.Shape}, or one element.",
                "Set a state dict that was saved for this network.");
            c[Info.OutputSlots[i].Name] = meta;
        }
    }
}
