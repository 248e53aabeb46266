namespace Trireme.Formats.Tensors;

/// <summary>What an export says about one parameter or buffer beside its values.</summary>
/// <param name="Name">Name in the program, as "conv2d_0.w_0".</param>
/// <param name="StructuredName">Name in the model's state dictionary, as "conv1.weight".</param>
/// <param name="StopGradient">Whether gradients stop here.</param>
/// <param name="Trainable">Whether it is trained; null for buffers.</param>
public sealed record ParameterInfo(string Name, string StructuredName, bool StopGradient, bool? Trainable);
