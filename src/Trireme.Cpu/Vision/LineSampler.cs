using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Vision;

/// <summary>Applies an <see cref="AxisMap"/> to a line of elements, run by run of outputs that are made alike.</summary>
internal sealed unsafe class LineSampler<T>
    where T : unmanaged, INumber<T>
{
    private readonly AxisMap _map;
    private readonly T[] _weight;
    private readonly List<LineRun> _runs = [];
    private readonly LineLanes? _lanes;

    public LineSampler(AxisMap map)
    {
        _map = map;
        _weight = Array.ConvertAll(map.Weight, T.CreateTruncating);
        _lanes = typeof(T) == typeof(float) ? LineLanes.Present : null;
        for (int o = 0; o < map.Outputs;)
        {
            LineRun run = LineRun.From(map, o, _lanes?.Count ?? map.Outputs + 1);
            _runs.Add(run);
            o += run.Count;
        }
    }

    public void Run(T* from, T* to)
    {
        fixed (int* indices = _map.Index)
        fixed (T* weights = _weight)
        {
            int* index = indices;
            T* weight = weights;
            foreach (LineRun run in _runs)
            {
                switch (run.Kind)
                {
                    case LineKind.Doubled:
                        _lanes!.Double((float*)from, index, (float*)weight, run.Entries, (float*)to, run.Count / 2);
                        break;
                    case LineKind.Halved:
                        _lanes!.Halve((float*)from, index, (float*)weight, run.Entries, (float*)to, run.Count);
                        break;
                    case LineKind.Plain:
                        Pick(from, index, to, run.Count);
                        break;
                    default:
                        Sums(from, index, weight, run.Entries, to, run.Count);
                        break;
                }
                index += run.Count * run.Entries;
                weight += run.Count * run.Entries;
                to += run.Count;
            }
        }
    }

    [MethodImpl(Compiled.Alone)]
    private static void Pick(T* from, int* index, T* to, int count)
    {
        for (int i = 0; i < count; i++)
            to[i] = from[index[i]];
    }

    [MethodImpl(Compiled.Alone)]
    private static void Sums(T* from, int* index, T* weight, int entries, T* to, int count)
    {
        if (entries == 2)
        {
            for (int i = 0; i < count; i++, index += 2, weight += 2)
                to[i] = (weight[0] * from[index[0]]) + (weight[1] * from[index[1]]);
            return;
        }
        for (int i = 0; i < count; i++)
        {
            T sum = T.Zero;
            for (int e = 0; e < entries; e++)
                sum += *weight++ * from[*index++];
            to[i] = sum;
        }
    }
}
