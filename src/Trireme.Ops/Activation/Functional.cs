namespace Trireme.NN;

/// <summary>The functions of <c>paddle.nn.functional</c>: <c>using F = Trireme.NN.Functional;</c>.</summary>
public static partial class Functional
{
}
