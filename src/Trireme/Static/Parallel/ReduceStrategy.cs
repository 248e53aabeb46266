namespace Trireme.Static;

/// <summary>Where parameters are updated. Places on the CPU share them, so both are the same here.</summary>
/// <remarks>Mirrors BuildStrategy.ReduceStrategy.</remarks>
public enum ReduceStrategy
{
    /// <summary>Everywhere.</summary>
    AllReduce,

    /// <summary>Each on one place, then copied.</summary>
    Reduce,
}
