using System.Reflection;
using Xunit.Abstractions;

namespace Trireme.Tests.Shared;

/// <summary>Compares public names, parameter names and their order with one of Paddle's lists; what is missing must be exactly what a file of known gaps says.</summary>
internal sealed class PublicNames(Assembly[] assemblies, PublicNames.Home[] homes)
{
    /// <summary>Where a Python module's names are.</summary>
    /// <param name="Module">The module.</param>
    /// <param name="Functions">The classes that hold its functions, separated by spaces.</param>
    /// <param name="Classes">What stands before its classes' names: a namespace and a dot, or a class and a plus; several are separated by spaces.</param>
    internal sealed record Home(string Module, string? Functions, string? Classes)
    {
        /// <summary>Classes and members whose name here is another by design: Python writes <c>dtype</c> and <c>numpy()</c>.</summary>
        public Dictionary<string, string> Renamed { get; } = [];

        /// <summary>Whether members of its classes are compared although the list is compared without.</summary>
        public bool HasMembers { get; init; }
    }

    public void Check(string list, string gapsFile, bool members, ITestOutputHelper output)
    {
        if (SharedData.Find(list, output) is not { } path)
            return;
        string[] found = File.ReadLines(path).Select(l => l.Split('\t')).Where(c => c.Length > 2)
            .Select(c => c[1] is "function" or "class" ? Gap(c[0], c[1], c[2]) : MemberGap(c[0], c[1], c[2], members)).OfType<string>()
            .Distinct().Order(StringComparer.Ordinal).ToArray();
        string file = Path.Combine(Root(), "tests", "Fixtures", gapsFile);
        string[] known = File.ReadAllLines(file).Where(l => l.Length > 0 && l[0] != '#').Order(StringComparer.Ordinal).ToArray();
        foreach (string gap in found.Except(known))
            output.WriteLine($"+ {gap}");
        foreach (string gap in known.Except(found))
            output.WriteLine($"- {gap}");
        Xunit.Assert.True(found.SequenceEqual(known), $"{found.Except(known).Count()} new gaps (+), {known.Except(found).Count()} closed ones still listed (-) in {gapsFile}; see the output.");
    }

    private string? Gap(string name, string kind, string signature)
    {
        (string module, string last) = Parts(name);
        if (homes.FirstOrDefault(h => h.Module == module) is not { } home)
            return null;
        MethodBase[] candidates = kind == "class" ? [.. Types(home, last).SelectMany(Constructors), .. Functions(home, last)] : Functions(home, last);
        if (candidates.Length == 0)
            return Types(home, last).Any() && Parameters(signature).Length == 0 ? null : $"absent {name}";
        return Fits(signature, candidates) ? null : $"differs {name}{signature}";
    }

    // Members of a class that is there; of one that is not, the class's own line says enough.
    private string? MemberGap(string name, string kind, string signature, bool members)
    {
        (string owner, string last) = Parts(name);
        (string module, string type) = Parts(owner);
        if (kind is not ("method" or "property" or "staticmethod" or "classmethod") || homes.FirstOrDefault(h => h.Module == module) is not { } home)
            return null;
        if (!members && !home.HasMembers)
            return null;
        // Python's operators have C#'s in their place; what is called with a block is called by Python's own program builder only.
        if (last.StartsWith("__", StringComparison.Ordinal) && (last != "__call__" || signature.Contains("block", StringComparison.Ordinal)))
            return null;
        Type[] types = [.. Types(home, type), .. Functions(home, type).OfType<MethodInfo>().Select(m => m.ReturnType).Distinct()];
        if (types.Length == 0)
            return null;
        const BindingFlags Public = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.FlattenHierarchy;
        string wanted = Normal(home.Renamed.GetValueOrDefault(last, last));
        MemberInfo[] found = [.. types.SelectMany(t => t.GetMembers(Public)).Where(m => Normal(m.Name) == wanted), .. Extensions(types, wanted, kind == "staticmethod")];
        if (found.Length == 0)
            return $"absent {name}";
        MethodBase[] methods = found.OfType<MethodBase>().ToArray();
        return kind == "property" || methods.Length == 0 || Fits(signature, methods) ? null : $"differs {name}{signature}";
    }

    private static (string Owner, string Last) Parts(string name)
        => name.LastIndexOf('.') is > 0 and int dot ? (name[..dot], name[(dot + 1)..]) : ("", name);

    private IEnumerable<Type> Types(Home home, string name)
        => from prefix in home.Classes?.Split(' ') ?? []
           from assembly in assemblies
           from suffix in (string[])["", "`1"]
           let type = assembly.GetType(prefix + home.Renamed.GetValueOrDefault(name, name) + suffix)
           where type is { IsPublic: true } or { IsNestedPublic: true }
           select type;

    // Members that live above their class are extension members. Static ones are known by what they return.
    private IEnumerable<MethodInfo> Extensions(Type[] types, string name, bool isStatic)
        => from assembly in assemblies
           from holder in assembly.GetTypes()
           where holder is { IsAbstract: true, IsSealed: true, IsPublic: true }
           from method in holder.GetMethods(BindingFlags.Static | BindingFlags.Public)
           where Normal(method.Name) == name
           where isStatic ? types.Contains(method.ReturnType)
               : method.IsDefined(typeof(System.Runtime.CompilerServices.ExtensionAttribute)) && types.Any(t => method.GetParameters()[0].ParameterType.IsAssignableFrom(t))
           select method;

    private static ConstructorInfo[] Constructors(Type type) => type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    // Members of Paddle that live above the operators are extension members: they are found in the classes that hold them.
    private MethodBase[] Functions(Home home, string name)
    {
        if (home.Functions is null)
            return [];
        IEnumerable<Type> types = home.Functions.Split(' ').SelectMany(f => assemblies.Select(a => a.GetType(f))).OfType<Type>();
        if (home.Functions == "Trireme.Paddle")
            types = types.Concat(assemblies.SelectMany(a => a.GetTypes()).Where(t => t is { Namespace: "Trireme", IsAbstract: true, IsSealed: true, IsPublic: true }));
        return types.SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public)).Where(m => m.Name.ToLowerInvariant() == Normal(name) + (name[^1] == '_' ? "_" : "")).Distinct().ToArray<MethodBase>();
    }

    // Paddle's parameters in Paddle's order; others may stand between them. Python's * and ** forms have no counterpart,
    // and parameters called arg0 have no name there.
    // A list of several forms, "() | (stream)", asks for each of them.
    private static bool Fits(string signature, MethodBase[] candidates)
        => signature.Split(" | ").Select(Parameters).All(wanted => candidates.Any(m => InOrder(wanted, m.GetParameters().Select(p => Normal(p.Name!)).ToArray())));

    private static bool InOrder(string[] wanted, string[] have)
    {
        int at = 0;
        foreach (string parameter in wanted)
        {
            at = Array.IndexOf(have, parameter, at) + 1;
            if (at == 0)
                return false;
        }
        return true;
    }

    private static string[] Parameters(string signature)
    {
        var parameters = new List<string>();
        int depth = 0, start = 1;
        for (int i = 0; i < signature.Length; i++)
        {
            depth += signature[i] is '(' or '[' or '{' ? 1 : signature[i] is ')' or ']' or '}' ? -1 : 0;
            if ((signature[i] == ',' && depth == 1) || (i == signature.Length - 1 && depth == 0))
            {
                string name = signature[start..i].Split('=')[0].Trim();
                if (name.Length > 0 && name[0] != '*' && name is not ("name" or "/" or "...") && !name.StartsWith("arg", StringComparison.Ordinal))
                    parameters.Add(Normal(name));
                start = i + 1;
            }
        }
        return parameters.ToArray();
    }

    private static string Normal(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static string Root()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Trireme.slnx")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests must run inside the repository.");
        return folder.FullName;
    }
}
