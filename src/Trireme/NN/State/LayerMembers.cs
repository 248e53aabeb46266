using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Trireme.NN.State;

/// <summary>Finds a layer's state where it already is: in its fields and properties. There is no second list to fall out of step.</summary>
internal static class LayerMembers
{
    private static readonly ConcurrentDictionary<Type, Member[]> Known = new();

    /// <summary>Parameters, buffers and sublayers held by the layer's own members, in the order in which they are declared, base class first.</summary>
    public static IEnumerable<(string Key, object Value)> Of(Layer layer)
    {
        foreach (Member member in Known.GetOrAdd(layer.GetType(), static (type, l) => Find(l), layer))
        {
            if (member.Field.GetValue(layer) is { } value)
                yield return (member.Key, value);
        }
    }

    /// <summary>Puts a parameter into the member that a key names; false where there is no such member.</summary>
    public static bool TryReplace(Layer layer, string key, Parameter parameter)
    {
        FieldInfo? field = Known.GetOrAdd(layer.GetType(), static (type, l) => Find(l), layer).FirstOrDefault(m => m.Key == key).Field;
        if (field is null || !field.FieldType.IsAssignableFrom(typeof(Parameter)))
            return false;
        field.SetValue(layer, parameter);
        return true;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Layer is annotated so that the fields of every class derived from it are kept.")]
    private static Member[] Find(Layer layer)
    {
        var members = new List<Member>();
        for (Type? type = layer.GetType(); type is not null && type != typeof(Layer); type = type.BaseType)
        {
            members.InsertRange(0, type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(f => typeof(Tensor).IsAssignableFrom(f.FieldType) || typeof(Layer).IsAssignableFrom(f.FieldType))
                .OrderBy(f => f.MetadataToken).Select(f => new Member(KeyOf(f.Name), f)));
        }
        return members.ToArray();
    }

    // <Weight>k__BackingField is the property Weight; <fc>P is the primary constructor's parameter fc.
    private static string KeyOf(string field)
    {
        int end = field.IndexOf('>');
        return SnakeCase.Of(field[0] == '<' && end > 0 ? field[1..end] : field);
    }

    private readonly record struct Member(string Key, FieldInfo Field);
}
