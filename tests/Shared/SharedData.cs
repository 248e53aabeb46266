using Xunit.Abstractions;

namespace Trireme.Tests.Shared;

/// <summary>The real files and golden vectors that lie beside a checkout; a test that needs one ends early, saying so, where they are absent.</summary>
internal static class SharedData
{
    private const string Variable = "TRIREME_SHARED";

    /// <summary>Full path of a file or folder of the shared data, or null after writing why there is none.</summary>
    public static string? Find(string relative, ITestOutputHelper output)
    {
        string? root = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(root))
        {
            output.WriteLine($"skipped: {Variable} is not set");
            return null;
        }
        string path = Path.Combine(root, relative);
        if (File.Exists(path) || Directory.Exists(path))
            return path;
        output.WriteLine($"skipped: {path} does not exist");
        return null;
    }
}
