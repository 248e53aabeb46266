using Trireme.Formats.Files;
using Trireme.Formats.ProgramDesc;
using Trireme.Tests.Formats.Files;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Formats.ProgramDesc;

/// <summary>Program files that PaddlePaddle wrote, of releases from 1.x to 2.6.</summary>
public sealed class RealProgramTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Programs => PaddleIndex.Programs;

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Programs))]
    public void It_holds_what_another_parser_found(string name)
    {
        if (PaddleIndex.Lines(name, output) is not { } lines)
            return;
        ProgramDescription program = ProgramFile.Read(SharedData.Find(PaddleIndex.Folder + name, output)!);
        BlockDescription[] blocks = [.. program.Blocks];

        string summary = lines.Single(l => l.Contains(": program version"));
        int[] counts = PaddleIndex.Numbers(summary[(summary.IndexOf(": program version", StringComparison.Ordinal) + 16)..].Split(", retired")[0]);
        string found = $"{program.Version}, {blocks.Length}, {blocks.Sum(b => b.Operators.Count)}, {blocks.Sum(b => b.Variables.Count)}, "
            + $"{blocks.Sum(b => b.Variables.Count(v => v.IsSavedTensor))}, {program.OperatorVersions.Count}";
        Assert.Equal((program.Version is null ? ", " : "") + string.Join(", ", counts), found);

        string histogram = lines.Single(l => l.StartsWith("- ops: ", StringComparison.Ordinal))[7..];
        Assert.Equal(PaddleIndex.Histogram(histogram).OrderBy(p => p.Key), blocks.SelectMany(b => b.Operators).CountBy(o => o.Type).OrderBy(p => p.Key));

        foreach ((string kind, bool inputs) in new[] { ("- feeds: ", true), ("- fetches: ", false) })
        {
            if (lines.FirstOrDefault(l => l.StartsWith(kind, StringComparison.Ordinal)) is not { } line)
                continue;
            IEnumerable<string> names = inputs
                ? blocks[0].Operators.Where(o => o.Type == "feed").OrderBy(o => o.Attribute("col")!.ToInt64()).Select(o => o.Output("Out").Single())
                : blocks[0].Operators.Where(o => o.Type == "fetch").OrderBy(o => o.Attribute("col")!.ToInt64()).Select(o => o.Input("X").Single());
            Assert.Equal(
                PaddleIndex.Quoted(line).Select(q => $"{q.Name} {q.Said}").Order(),
                names.Select(n => blocks[0].Variables.Single(v => v.Name == n).ToString()).Order());
        }
    }

    [Theory, MemberData(nameof(Programs))]
    public void A_second_reader_sees_the_same_before_and_after_rewriting(string name)
    {
        if (SharedData.Find(PaddleIndex.Folder + name, output) is not { } path)
            return;
        byte[] original = File.ReadAllBytes(path);
        ProgramDescription program = ProgramFile.Read(path);
        ProgramFile.Write(_folder["again"], program);
        byte[] rewritten = File.ReadAllBytes(_folder["again"]);

        string expected = WireDump.Of(original);
        Assert.Equal(expected, WireDump.Of(program));
        Assert.Equal(expected, WireDump.Of(rewritten));
        Assert.Equal(expected, WireDump.Of(ProgramFile.Read(_folder["again"])));
        output.WriteLine($"{name}: {original.Length} bytes, {rewritten.Length} rewritten, {(original.AsSpan().SequenceEqual(rewritten) ? "equal" : "not equal")}");
        // Only the map that 1.7 wrote is left out.
        if (program.Version is null or 0 or >= 2000000)
            Assert.True(original.AsSpan().SequenceEqual(rewritten));
    }

    [Theory, MemberData(nameof(Programs))]
    public void Damaged_copies_are_refused_cheaply(string name)
    {
        if (SharedData.Find(PaddleIndex.Folder + name, output) is not { } path)
            return;
        byte[] good = File.ReadAllBytes(path);
        int count = good.Length switch { < 10_000 => 3000, < 100_000 => 400, < 1_000_000 => 60, _ => 15 };
        int cuts = good.Length < 100_000 ? 100 : 10;
        IEnumerable<byte[]> bad = Mutations.Of(good, count, count).Concat(Mutations.Prefixes(good, cuts));
        int refused = Mutations.Survive<InvalidFileException>(bad, bytes => ProgramFile.Read(bytes, "damaged"), factor: 40);
        output.WriteLine($"{refused} of {count + cuts} refused");
        Assert.True(refused >= cuts / 2);
    }

    [Fact]
    public void Every_other_file_of_paddle_is_refused_as_no_program()
    {
        if (SharedData.Find(PaddleIndex.Folder, output) is not { } folder)
            return;
        foreach (string path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (Path.GetExtension(path) != ".pdmodel" && Path.GetFileName(path) != "__model__")
                Assert.Throws<InvalidFileException>(() => ProgramFile.Read(path));
        }
    }
}
