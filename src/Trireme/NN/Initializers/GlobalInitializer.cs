namespace Trireme.NN.Initializers;

/// <summary>The initializers that replace every layer's default.</summary>
internal static class GlobalInitializer
{
    private static Initializer? _weight, _bias;

    public static void Set(Initializer? weight, Initializer? bias) => (_weight, _bias) = (weight, bias);

    /// <summary>
    /// What makes a parameter's values: what its attribute says, else the global choice, else the layer's default, else zeros for a bias and
    /// Xavier's for a weight.
    /// </summary>
    public static Initializer For(ParamAttr attr, bool isBias, Initializer? layers)
        => attr.Initializer ?? (isBias ? _bias : _weight) ?? layers ?? (isBias ? new Constant() : new XavierUniform());
}
