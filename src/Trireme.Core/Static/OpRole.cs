namespace Trireme.Static;

/// <summary>What an operator of a program is there for. The numbers are those of the attribute <c>op_role</c> in program files.</summary>
[Flags]
public enum OpRole
{
    /// <summary>It computes results.</summary>
    Forward = 0,

    /// <summary>It computes gradients.</summary>
    Backward = 1,

    /// <summary>It updates parameters.</summary>
    Optimize = 2,

    /// <summary>It sends or receives.</summary>
    Rpc = 4,

    /// <summary>It distributes work.</summary>
    Dist = 8,

    /// <summary>It computes the learning rate.</summary>
    LRSched = 16,

    /// <summary>Its result is the loss; joined to another role.</summary>
    Loss = 256,
}
