using Microsoft.CodeAnalysis;

namespace Trireme.Generators.ToStatic;

/// <summary>What cannot be converted, each with what to write instead.</summary>
internal static class Problems
{
    public static readonly DiagnosticDescriptor NotPartial = Describe("TRI001", "[ToStatic] needs a partial class",
        "'{0}' branches on a tensor, so its control flow must be written anew: declare '{1}' and the types around it partial");

    public static readonly DiagnosticDescriptor NotATensor = Describe("TRI002", "Only local tensors can change under a condition on a tensor",
        "'{0}' is {1} and changes under a condition on a tensor, which a program decides when it runs: make it a local variable of type Tensor, such as Paddle.Zeros([1])");

    public static readonly DiagnosticDescriptor LeavesLoop = Describe("TRI003", "A loop on a tensor ends with its condition only",
        "'{0}' cannot leave a loop whose condition is a tensor: make it part of the condition, with a bool tensor that is combined by &");

    public static readonly DiagnosticDescriptor CannotLeave = Describe("TRI004", "Leaving here cannot depend on a tensor",
        "'{0}' under a condition on a tensor cannot be converted inside {1}: assign to a variable and leave behind it, or move the code to a [ToStatic] method of its own");

    public static readonly DiagnosticDescriptor InPlace = Describe("TRI005", "Tensors are not changed in place under a condition on a tensor",
        "'{0}' changes a tensor in place under a condition on a tensor: assign the result of the form without the underscore, or of Paddle.Where, to the variable instead");

    public static readonly DiagnosticDescriptor ResultType = Describe("TRI006", "Results that depend on a tensor are tensors",
        "A result of type {0} cannot depend on a tensor: return a Tensor or a Tensor[]");

    private static DiagnosticDescriptor Describe(string id, string title, string message) => new(id, title, message, "Trireme.ToStatic", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
