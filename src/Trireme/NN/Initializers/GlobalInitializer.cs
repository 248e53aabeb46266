namespace Trireme.NN.Initializers;

/// <summary>The initializers that replace every layer's default.</summary>
internal static class GlobalInitializer
{
    private static Initializer? _weight, _bias;

    public static void Set(Initializer? weight, Initializer? bias) => (_weight, _bias) = (weight, bias);

    public static Initializer? For(bool isBias) => isBias ? _bias : _weight;
}
