namespace Trireme.Static;

/// <summary>An operator of a program whose gradient somebody wrote by hand: it is recorded by calling that.</summary>
internal interface IHandwrittenGradient
{
    /// <summary>The slot of the inputs that have gradients.</summary>
    string Inputs { get; }

    /// <summary>The slot of the outputs whose gradients arrive.</summary>
    string Outputs { get; }

    /// <summary>Records the gradients of the inputs, null where one has none, from those of the outputs, null where nothing arrived.</summary>
    Tensor?[] Differentiate(Tensor?[] outputGrads);
}
