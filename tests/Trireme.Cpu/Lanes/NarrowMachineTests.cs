using System.Diagnostics;
using Trireme.Cpu;
using Xunit.Abstractions;

namespace Trireme.Tests.Cpu;

/// <summary>
/// The kernels' tests once more in processes whose runtime is told that the machine has narrower vectors: a forced width computes the same, but reaches
/// neither what
/// the runtime does without an instruction nor what kernels choose by the machine.
/// </summary>
public sealed class NarrowMachineTests(ITestOutputHelper output)
{
    private const string Expected = "TRIREME_TEST_BITS";
    [Fact]
    public void The_width_is_what_the_runtime_was_told()
    {
        if (Environment.GetEnvironmentVariable(Expected) is { } bits)
            Assert.Equal(bits, LaneWidth.WidestBits.ToString());
    }

    [Theory]
    [InlineData("256", "DOTNET_EnableAVX512")]
    [InlineData("128", "DOTNET_EnableAVX2")]
    public async Task Kernels_hold_on_narrower_machines(string bits, params string[] switches)
    {
        if (LaneWidth.WidestBits <= int.Parse(bits) || !System.Runtime.Intrinsics.X86.Sse.IsSupported)
        {
            output.WriteLine($"This machine has no vectors of more than {bits} bits that could be switched off.");
            return;
        }
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            ["vstest", typeof(NarrowMachineTests).Assembly.Location, $"--TestCaseFilter:{Tests(bits)}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string name in switches)
            start.Environment[name] = "0";
        start.Environment[Expected] = bits;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"The tests failed with {bits}-bit vectors:\n{text}\n{await errors}");
        Assert.Contains("Passed", text, StringComparison.Ordinal);
        output.WriteLine(text);
    }

    // What runs at other widths too is software here, and fused multiplication without its instruction takes long: the geometries are a choice.
    private static string Tests(string bits)
        => $"(FullyQualifiedName~GemmTests&DisplayName~{bits})|(FullyQualifiedName~ConvolutionTests.Double&(DisplayName~3x3|DisplayName~batch|DisplayName~1x1))"
            + "|FullyQualifiedName~PoolingTests|FullyQualifiedName~RowNormTests|FullyQualifiedName~SoftmaxRowsTests|FullyQualifiedName~ReductionTests"
            + "|FullyQualifiedName~LanesTests|FullyQualifiedName~LaneStepsTests|FullyQualifiedName~NarrowMachineTests.The_width";
}
