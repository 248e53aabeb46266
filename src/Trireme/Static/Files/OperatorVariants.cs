using Trireme.Formats.ProgramDesc;
using Trireme.Operators;

namespace Trireme.Static.Files;

/// <summary>Operators that files know under one name and that are two here: the second takes as a tensor what is an attribute of the first.</summary>
internal static class OperatorVariants
{
    private static readonly (string Type, string Variant, string[] Slots)[] All = [("clip", "clip_by_tensors", ["Min", "Max"]), ("pow", "pow_by_tensor",
        ["FactorTensor"])];

    /// <summary>The type here of an operator in a file.</summary>
    public static string TypeOf(OperatorDescription description)
    {
        foreach ((string type, string variant, string[] slots) in All)
        {
            if ((description.Type == type || description.Type == type + GradientOp.TypeSuffix) && slots.Any(s => description.Input(s).Length > 0))
                return variant + description.Type[type.Length..];
        }
        return description.Type;
    }

    /// <summary>The type in files of an operator here.</summary>
    public static string InFiles(string type)
    {
        foreach ((string name, string variant, _) in All)
        {
            if (type == variant || type == variant + GradientOp.TypeSuffix)
                return name + type[variant.Length..];
        }
        return type;
    }
}
