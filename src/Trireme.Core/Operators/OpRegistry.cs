using System.Collections.Concurrent;

namespace Trireme.Operators;

/// <summary>Every operator there is, by record and by Paddle's name.</summary>
public static class OpRegistry
{
    private static readonly ConcurrentDictionary<Type, OpInfo> ByRecord = new();
    private static readonly ConcurrentDictionary<string, Entry> ByRecordName = new();
    private static readonly ConcurrentDictionary<string, Entry> ByType = new();

    /// <summary>Every registered operator, ordered by type.</summary>
    public static IReadOnlyList<OpInfo> All
    {
        get
        {
            OperatorServices.EnsureLoaded();
            return ByType.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => e.Value.Info).ToArray();
        }
    }

    /// <summary>Registers operators. Called by generated code when an assembly with operators is loaded.</summary>
    /// <param name="catalog">The operators.</param>
    /// <exception cref="InvalidArgumentException">Another record has the same operator type.</exception>
    public static void Add(OperatorCatalog catalog)
    {
        string[] names = catalog.Names;
        for (int i = 0; i < names.Length; i++)
        {
            int space = names[i].IndexOf(' ', StringComparison.Ordinal);
            string type = names[i][..space], record = names[i][(space + 1)..];
            var entry = new Entry(catalog, i);
            if (!ByType.TryAdd(type, entry))
            {
                throw new InvalidArgumentException($"The operator type '{type}' is registered twice.",
                    $"By {ByType[type].Info.RecordType} and by {record}.", "Give one of them another type, or remove it.");
            }
            ByRecordName[record] = entry;
        }
    }

    /// <summary>The operator with Paddle's name <paramref name="type"/>, or null.</summary>
    /// <param name="type">An operator type such as <c>conv2d</c>.</param>
    public static OpInfo? Find(string type)
    {
        OperatorServices.EnsureLoaded();
        return ByType.GetValueOrDefault(type)?.Info;
    }

    internal static OpInfo Of(Type record)
    {
        if (ByRecord.TryGetValue(record, out OpInfo? info))
            return info;
        if (!ByRecordName.TryGetValue(record.FullName!, out Entry? entry) || entry.Info.RecordType != record)
        {
            throw new PreconditionNotMetException($"The operator record {record} is not registered.",
                "It has no [Op] attribute, or its assembly was compiled without the generator.", "Mark it with [Op(type, slots)].");
        }
        return ByRecord.GetOrAdd(record, entry.Info);
    }

    private sealed class Entry(OperatorCatalog catalog, int index)
    {
        private OpInfo? _info;

        // Two threads may both describe it; what one of them wrote first holds.
        public OpInfo Info => _info ?? Interlocked.CompareExchange(ref _info, catalog.Create(index), null) ?? _info;
    }
}
