using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Trireme.Cpu.Convolution;

/// <summary>Takes rows apart into every d-th element, and puts such phases together again: what dilated convolutions read and write, in vectors.</summary>
internal static unsafe class PhaseRows
{
    /// <summary>The most phases that are worked on in vectors.</summary>
    public const int Most = 4;

    /// <summary>Floats of working memory for so many rows, phases of so many elements.</summary>
    public static int Floats<L>(int rows, int count) where L : struct, ILanes<L> => rows * Most * (count + L.Count);

    /// <summary>Element i of phase p of row r goes from source + r · sourceRow + i · phases + p to target + r · targetRow + p · phase + i.</summary>
    /// <param name="source">The rows; up to a vector for each phase is read behind the last element.</param>
    /// <param name="sourceRow">Floats from row to row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="phases">2, 3 or 4.</param>
    /// <param name="count">Elements of a phase.</param>
    /// <param name="target">Up to a vector may be overwritten behind the last phase.</param>
    /// <param name="targetRow">Floats from row to row.</param>
    /// <param name="phase">Floats from phase to phase.</param>
    /// <param name="memory">Working memory, see <see cref="Floats"/>.</param>
    [MethodImpl(Compiled.Alone)]
    public static void Split<L>(float* source, nint sourceRow, int rows, int phases, int count, float* target, nint targetRow, nint phase, float* memory)
        where L : struct, ILanes<L>
    {
        int places = phases == 2 ? 2 : 4, last = (count - 1) / L.Count * L.Count;
        if (phases == 3)
        {
            // Three by three they move to every fourth place, all rows before any is read again: a load waits for the stores that it takes parts of.
            nint row = Most * (count + L.Count);
            for (int r = 0; r < rows; r++)
            {
                for (int i = 0; i < count; i++)
                    Vector128.Load(source + (r * sourceRow) + (3 * i)).Store(memory + (r * row) + (4 * i));
            }
            source = memory;
            sourceRow = row;
        }
        for (int r = 0; r < rows; r++, source += sourceRow, target += targetRow)
        {
            // From the end: what spills over from one phase into the next is written again.
            for (int i = last; i >= 0; i -= L.Count)
            {
                float* from = source + (places * i), to = target + i;
                L v0 = L.Load(from), v1 = L.Load(from + L.Count);
                if (places == 2)
                {
                    var (even, odd) = L.Unzip(v0, v1);
                    even.Store(to);
                    odd.Store(to + phase);
                    continue;
                }
                var (first, second, third, fourth) = Interleave.Unzip(v0, v1, L.Load(from + (2 * L.Count)), L.Load(from + (3 * L.Count)));
                first.Store(to);
                second.Store(to + phase);
                third.Store(to + (2 * phase));
                if (phases == 4)
                    fourth.Store(to + (3 * phase));
            }
        }
    }

    /// <summary>What <see cref="Split"/> takes apart: element i of phase p of row r goes from source + r · sourceRow + p · phase + i to target + r · targetRow + i · phases + p.</summary>
    /// <param name="source">The phases; up to a vector is read behind each.</param>
    /// <param name="sourceRow">Floats from row to row.</param>
    /// <param name="phase">Floats from phase to phase.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="phases">2, 3 or 4.</param>
    /// <param name="count">Elements of a phase.</param>
    /// <param name="target">Up to a vector for each phase may be overwritten behind a row.</param>
    /// <param name="targetRow">Floats from row to row.</param>
    /// <param name="memory">Working memory, see <see cref="Floats"/>.</param>
    [MethodImpl(Compiled.Alone)]
    public static void Join<L>(float* source, nint sourceRow, nint phase, int rows, int phases, int count, float* target, nint targetRow, float* memory)
        where L : struct, ILanes<L>
    {
        int places = phases == 2 ? 2 : 4;
        nint row = phases == 3 ? Most * (count + L.Count) : targetRow;
        float* whole = phases == 3 ? memory : target;
        for (int r = 0; r < rows; r++, source += sourceRow)
        {
            for (int i = 0; i < count; i += L.Count)
            {
                float* from = source + i, to = whole + (r * row) + (places * i);
                if (places == 2)
                {
                    var (before, behind) = L.Zip(L.Load(from), L.Load(from + phase));
                    before.Store(to);
                    behind.Store(to + L.Count);
                    continue;
                }
                L third = L.Load(from + (2 * phase));
                WinogradTile4<L>.Join(L.Load(from), L.Load(from + phase), third, phases == 4 ? L.Load(from + (3 * phase)) : third, to);
            }
        }
        for (int r = 0; r < rows && phases == 3; r++)
        {
            for (int i = 0; i < count; i++)
                Vector128.Load(memory + (r * row) + (4 * i)).Store(target + (r * targetRow) + (3 * i));
        }
    }
}
