using Trireme.Formats.ProgramDesc;

namespace Trireme.Tests.Formats.ProgramDesc;

/// <summary>What a program that was read keeps in memory. The process's memory is measured: nothing else may run meanwhile.</summary>
[Collection(nameof(MemoryCollection))]
public class ProgramMemoryTests
{
    [Fact]
    public void Many_tiny_messages_cost_little()
    {
        // The parser's own messages take hundreds of bytes each; only one operator's may exist at a time.
        ProgramDescription program = ProgramFileTests.Program(new OperatorDescription { Type = "t" });
        for (int i = 0; i < 20_000; i++)
        {
            program.Blocks[0].Operators.Add(new OperatorDescription { Type = "t", Attributes = { ["a"] = Array.Empty<int>() } });
            program.Blocks[0].Variables.Add(new VariableDescription { Name = $"{i:x}", Kind = VariableKind.Raw });
        }
        byte[] bytes = ProgramFile.ToBytes(program);
        GC.Collect();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        ProgramDescription again = ProgramFile.Read(bytes, "m");
        long held = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange((double)held / bytes.Length, 0, 50);
        Assert.Equal(20_001, again.Blocks[0].Operators.Count);
    }
}

[CollectionDefinition(nameof(MemoryCollection), DisableParallelization = true)]
public sealed class MemoryCollection;
