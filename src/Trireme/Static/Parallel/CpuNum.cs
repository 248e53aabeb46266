using System.Globalization;

namespace Trireme.Static;

/// <summary>How many places data-parallel programs use on the CPU.</summary>
internal static class CpuNum
{
    private const string Variable = "CPU_NUM";

    /// <summary>What the environment variable CPU_NUM says; 1 where it is not set.</summary>
    public static int FromEnvironment()
    {
        string? text = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(text))
            return 1;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number
            : throw new InvalidArgumentException($"The environment variable {Variable} is '{text}'.", "It must be a whole number of at least 1.");
    }
}
