using System.Reflection;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Vision.Meta;

/// <summary>
/// Public names, parameter names and their order against Paddle 2.6's list. What is absent or different stands in a list of known gaps that may only shrink.
/// </summary>
public sealed class PublicNamesTests(ITestOutputHelper output)
{
    // Python module → where its functions live, and the namespace of its classes.
    private static readonly (string Module, string? Functions, string? Classes)[] Homes =
    [
        ("paddle", "Trireme.Paddle", "Trireme"),
        ("paddle.nn", null, "Trireme.NN"),
        ("paddle.nn.functional", "Trireme.NN.Functional", null),
        ("paddle.nn.initializer", "Trireme.NN.Initializers.Initializer", "Trireme.NN.Initializers"),
        ("paddle.linalg", "Trireme.Linalg", null),
        ("paddle.optimizer", null, "Trireme.Optimizers"),
        ("paddle.optimizer.lr", null, "Trireme.Optimizers.LR"),
        ("paddle.regularizer", null, "Trireme.Regularizers"),
        ("paddle.io", "Trireme.IO.Dataset", "Trireme.IO"),
        ("paddle.metric", "Trireme.Metrics.Metric", "Trireme.Metrics"),
        ("paddle.callbacks", null, "Trireme.Callbacks"),
        ("paddle.vision.datasets", null, "Trireme.Vision.Datasets"),
        ("paddle.vision.transforms", "Trireme.Vision.Transforms.Functional", "Trireme.Vision.Transforms"),
        ("paddle.vision.models", "Trireme.Vision.Models.Models", "Trireme.Vision.Models"),
        ("paddle.text", "Trireme.Text.Functional", "Trireme.Text"),
    ];

    private static readonly Assembly[] Assemblies = [typeof(Tensor).Assembly, typeof(Paddle).Assembly, typeof(NN.Layer).Assembly, typeof(Trireme.Vision.Datasets.IdxFile).Assembly,
        typeof(Trireme.Text.UCIHousing).Assembly, typeof(PaddleReaders).Assembly];

    [Fact]
    public void Gaps_are_known_and_only_shrink()
    {
        if (SharedData.Find("reference/paddle-api-2x.tsv", output) is not { } list)
            return;
        string[] found = File.ReadLines(list).Select(l => l.Split('\t')).Where(c => c.Length > 2).Select(c => Gap(c[0], c[1], c[2])).OfType<string>()
            .Distinct().Order(StringComparer.Ordinal).ToArray();
        string file = Path.Combine(Root(), "tests", "Fixtures", "api-gaps.txt");
        string[] known = File.ReadAllLines(file).Where(l => l.Length > 0 && l[0] != '#').Order(StringComparer.Ordinal).ToArray();
        foreach (string gap in found.Except(known))
            output.WriteLine($"+ {gap}");
        foreach (string gap in known.Except(found))
            output.WriteLine($"- {gap}");
        Assert.True(found.SequenceEqual(known), $"{found.Except(known).Count()} new gaps (+), {known.Except(found).Count()} closed ones still listed (-) in {Path.GetFileName(file)}; see the output.");
    }

    private static string? Gap(string name, string kind, string signature)
    {
        int dot = name.LastIndexOf('.');
        (string Module, string? Functions, string? Classes) home = Homes.FirstOrDefault(h => dot > 0 && h.Module == name[..dot]);
        if (home.Module is null || kind is not ("function" or "class"))
            return null;
        string last = name[(dot + 1)..];
        MethodBase[] candidates = kind == "class" ? home.Classes is null ? [] : Constructors($"{home.Classes}.{last}") : home.Functions is null ? [] : Functions(home.Functions, last);
        if (candidates.Length == 0)
            return $"absent {name}";
        string[] wanted = Parameters(signature);
        return candidates.Any(m => InOrder(wanted, m.GetParameters().Select(p => Normal(p.Name!)).ToArray())) ? null : $"differs {name}{signature}";
    }

    private static MethodBase[] Constructors(string type)
        => Assemblies.Select(a => a.GetType(type)).FirstOrDefault(t => t is { IsPublic: true }) is { } found
            ? found.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).ToArray<MethodBase>() : [];

    // Members of Paddle that live above the operators are extension members: they are found in the classes that hold them.
    private static MethodBase[] Functions(string type, string name)
    {
        IEnumerable<Type> homes = Assemblies.Select(a => a.GetType(type)).OfType<Type>();
        if (type == "Trireme.Paddle")
            homes = homes.Concat(Assemblies.SelectMany(a => a.GetTypes()).Where(t => t is { Namespace: "Trireme", IsAbstract: true, IsSealed: true, IsPublic: true }));
        return homes.SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public)).Where(m => m.Name.ToLowerInvariant() == Normal(name)).Distinct().ToArray<MethodBase>();
    }

    // Paddle's parameters in Paddle's order; others may stand between them. Python's * and ** forms have no counterpart.
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
                if (name.Length > 0 && name[0] != '*' && name is not ("name" or "/" or "..."))
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
