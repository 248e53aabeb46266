using System.Collections;
using Trireme.IO;
using Trireme.Static;

namespace Trireme.Fluid;

/// <summary>One field of each sample of a batch, put together into what a variable takes.</summary>
internal sealed class FeedColumn(Variable variable, int field)
{
    private const string User = "DataFeeder";

    public string Name => variable.Name;

    /// <summary>The field of all samples: one row a sample, or with sequences as many rows as they have steps.</summary>
    public Tensor Stack(IReadOnlyList<Sample> batch)
    {
        var parts = new List<Tensor>();
        List<int>[] lengths = Enumerable.Range(0, variable.LodLevel).Select(_ => new List<int>()).ToArray();
        foreach (Sample sample in batch)
            Add(sample[field], 0, lengths, parts);
        // On the innermost level a part is a run of rows, otherwise it is one row.
        int[] rows = lengths.Length == 0 ? Enumerable.Repeat(1, parts.Count).ToArray() : parts.Select(p => p.Shape[0]).ToArray();
        int[] dims = lengths.Length == 0 ? parts[0].Shape.ToArray() : parts.Where((_, i) => rows[i] > 0).Select(p => p.Shape.ToArray()[1..]).FirstOrDefault()
            ?? [];
        Tensor all = Tensor.Allocate([rows.Sum(), .. dims], variable.DType);
        int at = 0;
        for (int i = 0; i < parts.Count; i++)
        {
            if (rows[i] == 0)
                continue;
            int[] own = lengths.Length == 0 ? parts[i].Shape.ToArray() : parts[i].Shape.ToArray()[1..];
            if (!own.AsSpan().SequenceEqual(dims))
            {
                throw new InvalidArgumentException($"{User}: the samples of '{Name}' do not stack.",
                    $"The first is {new Shape(dims)}; part {i} is {new Shape(own)}.",
                    lengths.Length == 0 ? "Give all samples one shape; for sequences of different lengths declare the variable with lodLevel: 1."
                        : "Give all steps one shape.");
            }
            Tensor part = parts[i].Cast(variable.DType);
            part.RawBytes().CopyTo(all.RawBytes()[at..]);
            at += part.RawBytes().Length;
            GC.KeepAlive(part);
        }
        Tensor fit = Fit(all);
        fit.Lod = lengths.Length == 0 ? null : Lod.FromLengths(lengths);
        return fit;
    }

    /// <summary>A value for a whole batch; it keeps its sequences.</summary>
    public Tensor Take(object? value)
    {
        Tensor given = Collate.ToTensor(value, User, field);
        Tensor fit = Fit(given.Cast(variable.DType));
        if (given.Lod is { } lod)
            fit.Lod = lod;
        return fit;
    }

    private void Add(object? value, int level, List<int>[] lengths, List<Tensor> parts)
    {
        if (level == lengths.Length)
        {
            Tensor row = Collate.ToTensor(value, User, field);
            parts.Add(lengths.Length == 0 ? row : row.View([1, .. row.Shape.AsSpan()]));
            return;
        }
        if (level == lengths.Length - 1 && value is Tensor or Array and not object[])
        {
            Tensor run = Collate.ToTensor(value, User, field);
            if (run.Ndim == 0)
                throw NoSequence(value, level);
            lengths[level].Add(run.Shape[0]);
            parts.Add(run);
            return;
        }
        if (value is string or not IEnumerable)
            throw NoSequence(value, level);
        int count = 0;
        foreach (object? item in (IEnumerable)value)
        {
            Add(item, level + 1, lengths, parts);
            count++;
        }
        lengths[level].Add(count);
    }

    private InvalidArgumentException NoSequence(object? value, int level) => new(
        $"{User}: field {field} of a sample is no sequence.",
            $"'{Name}' has {LevelsText()}; on level {level} came {(value is Tensor t ? $"a tensor {t.Shape}" : value?.GetType().Name ?? "null")}.",
        "Give an array, a tensor or a list with one entry a step.");

    private string LevelsText() => variable.LodLevel == 1 ? "one level of sequences" : $"{variable.LodLevel} levels of sequences";

    /// <summary>Checks the dimensions, or gives the values the declared ones where only their number differs.</summary>
    private Tensor Fit(Tensor all)
    {
        int[] declared = variable.Shape.ToArray();
        if (all.Ndim == declared.Length)
        {
            for (int i = 0; i < declared.Length; i++)
            {
                if (declared[i] >= 0 && declared[i] != all.Shape[i])
                    throw Misfit(all);
            }
            return all;
        }
        int unknown = Array.IndexOf(declared, -1);
        if (unknown != Array.LastIndexOf(declared, -1))
            return all;
        long known = declared.Where(d => d >= 0).Aggregate(1L, (n, d) => n * d);
        if (unknown >= 0)
        {
            if (known == 0 ? all.Size != 0 : all.Size % known != 0)
                throw Misfit(all);
            declared[unknown] = known == 0 ? all.Shape[0] : checked((int)(all.Size / known));
        }
        else if (known != all.Size)
        {
            throw Misfit(all);
        }
        return all.View(declared);
    }

    private InvalidArgumentException Misfit(Tensor all) => new(
        $"{User}: the data does not fit '{Name}'.", $"Declared is {variable.Shape}; what came makes {all.Shape}.",
            "Declare the dimensions of a sample as they are, or change the sample.");
}
