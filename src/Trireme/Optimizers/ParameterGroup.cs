using Trireme.NN;

namespace Trireme.Optimizers;

/// <summary>Parameters that share settings of their own: Paddle's dict in the list of parameters.</summary>
/// <param name="Params">The parameters.</param>
/// <param name="LearningRate">A factor on the optimizer's rate.</param>
/// <param name="WeightDecay">The penalty; the optimizer's where null.</param>
/// <param name="GradClip">The clipping; the optimizer's where null.</param>
public sealed record ParameterGroup(IEnumerable<Parameter> Params, double LearningRate = 1.0, WeightDecay? WeightDecay = null, ClipGradBase? GradClip = null);
