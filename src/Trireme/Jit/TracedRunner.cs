namespace Trireme.Tracing;

/// <summary>Runs a traced program. The one place where another way of running programs takes over.</summary>
internal abstract class TracedRunner
{
    /// <summary>Makes the runner of a program.</summary>
    public static Func<ConcreteProgram, TracedRunner> Create { get; set; } = static traced => new ProgramRunner(traced);

    /// <summary>The outputs, and nothing kept.</summary>
    public abstract Tensor[] Infer(Tensor[] inputs);

    /// <summary>The outputs; the state keeps what the gradients will read.</summary>
    public abstract Tensor[] Forward(GradientPart part, Tensor[] inputs, out object state);

    /// <summary>The outputs, computed operator by operator on the tape.</summary>
    public abstract Tensor[] RunOnTape(Tensor[] inputs);

    /// <summary>The gradients by the names of <see cref="GradientPart.Wanted"/>. The state may be used again.</summary>
    /// <param name="part">The program with its gradients.</param>
    /// <param name="state">What Forward kept.</param>
    /// <param name="outputGrads">By name: the gradients of the outputs.</param>
    public abstract Dictionary<string, Tensor> Backward(GradientPart part, object state, IReadOnlyDictionary<string, Tensor> outputGrads);
}
