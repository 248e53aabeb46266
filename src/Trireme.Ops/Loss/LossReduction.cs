namespace Trireme.Operators;

/// <summary>The last step of every loss.</summary>
internal static class LossReduction
{
    /// <summary>Refuses an unknown reduction before any work.</summary>
    public static void Check(string function, string reduction)
    {
        if (reduction is not ("mean" or "sum" or "none"))
            throw new InvalidArgumentException($"{function}: reduction \"{reduction}\" is not known.", "It is \"mean\", \"sum\" or \"none\".");
    }

    public static Tensor Apply(Tensor loss, string reduction) => reduction switch
    {
        "mean" => loss.Mean(),
        "sum" => loss.Sum(),
        _ => loss,
    };

    /// <summary>1 where the label counts, 0 where it is ignored.</summary>
    public static Tensor Counted(Tensor label, int ignoreIndex, DType dtype)
        => label.NotEqual(Paddle.Full(default, ignoreIndex, label.DType)).Cast(dtype);
}
