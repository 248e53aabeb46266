using System.Collections.Concurrent;

namespace Trireme.Operators;

/// <summary>Every operator there is, by record and by Paddle's name.</summary>
public static class OpRegistry
{
    private static readonly ConcurrentDictionary<Type, OpInfo> ByRecord = new();
    private static readonly ConcurrentDictionary<string, OpInfo> ByType = new();

    /// <summary>Every registered operator, ordered by type.</summary>
    public static IReadOnlyList<OpInfo> All
    {
        get
        {
            OperatorServices.EnsureLoaded();
            return ByRecord.Values.OrderBy(i => i.Type, StringComparer.Ordinal).ToArray();
        }
    }

    /// <summary>Registers an operator. Called by generated code when an assembly with operators is loaded.</summary>
    /// <param name="info">The operator.</param>
    /// <exception cref="InvalidArgumentException">Another record has the same operator type.</exception>
    public static void Add(OpInfo info)
    {
        if (!ByType.TryAdd(info.Type, info))
        {
            throw new InvalidArgumentException($"The operator type '{info.Type}' is registered twice.",
                $"By {ByType[info.Type].RecordType} and by {info.RecordType}.", "Give one of them another type, or remove it.");
        }
        ByRecord[info.RecordType] = info;
    }

    /// <summary>The operator with Paddle's name <paramref name="type"/>, or null.</summary>
    /// <param name="type">An operator type such as <c>conv2d</c>.</param>
    public static OpInfo? Find(string type)
    {
        OperatorServices.EnsureLoaded();
        return ByType.GetValueOrDefault(type);
    }

    internal static OpInfo Of(Type record)
        => ByRecord.TryGetValue(record, out OpInfo? info)
            ? info
            : throw new PreconditionNotMetException($"The operator record {record} is not registered.",
                "It has no [Op] attribute, or its assembly was compiled without the generator.", "Mark it with [Op(type, slots)].");
}
