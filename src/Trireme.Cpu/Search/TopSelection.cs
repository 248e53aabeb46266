using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Kernels;

/// <summary>
/// The k largest or smallest of long lines of floats. The best of each of some groups of elements give a bound that at least k elements reach; those that
/// do are written close together, a vector at a time, and only they are sorted.
/// </summary>
internal static unsafe class TopSelection
{
    /// <summary>Whether lines are so much longer than k that most of their elements miss the bound.</summary>
    public static bool Suits(int length, int k) => length >= 8 * Math.Max(16, 2 * k) && length < ExactIntegers;

    // Positions, counted from 1, travel in lanes beside the elements.
    private const int ExactIntegers = 1 << 24;

    public static void Run(float* x, float* y, long* places, int lines, int length, int k, bool largest)
    {
        var call = new Call { X = x, Y = y, Places = places, Lines = lines, Length = length, K = k, Largest = largest };
        LaneWidth.Run(ref call);
    }

    private struct Call : ILaneBody
    {
        public float* X, Y;
        public long* Places;
        public int Lines, Length, K;
        public bool Largest;

        public readonly void Run<L>() where L : struct, ILanes<L>
            => Workers.For(Lines, Length, new Body<L> { All = this });
    }

    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        public Call All;

        public readonly void Run(int start, int end)
        {
            int n = All.Length, k = All.K, groups = ((2 * k) + L.Count - 1) / L.Count * L.Count;
            float* best = Scratch.Own(groups + (2 * (n + L.Count))), places = best + groups, values = places + n + L.Count;
            ulong[] words = new ulong[groups], spare = [];
            for (int line = start; line < end; line++)
            {
                float* x = All.X + ((long)line * n);
                float bound = Bound(x, best, words.AsSpan(0, groups));
                int found = Candidates(x, bound, places, values);
                if (words.Length < found)
                    words = new ulong[n];
                for (int i = 0; i < found; i++)
                    words[i] = Word(values[i], (int)places[i] - 1);
                SortKeys.SortWords(words.AsSpan(0, found), ref spare);
                float* y = All.Y + ((long)line * k);
                long* to = All.Places + ((long)line * k);
                for (int i = 0; i < k; i++)
                {
                    to[i] = (uint)words[i];
                    y[i] = x[to[i]];
                }
            }
        }

        private readonly ulong Word(float value, int place)
            => ((ulong)((uint)SortKeys.Of(value) ^ (All.Largest ? uint.MaxValue : 0)) << 32) | (uint)place;

        // The k-th best of the groups' best; elements behind the last whole vector are in no group.
        [MethodImpl(Compiled.Alone)]
        private readonly float Bound(float* x, float* best, Span<ulong> words)
        {
            int groups = words.Length;
            for (int group = 0; group < groups; group += L.Count)
            {
                L extreme = L.Load(x + group);
                for (int i = group + groups; i <= All.Length - L.Count; i += groups)
                    extreme = All.Largest ? L.Max(extreme, L.Load(x + i)) : L.Min(extreme, L.Load(x + i));
                extreme.Store(best + group);
            }
            for (int i = 0; i < groups; i++)
                words[i] = Word(best[i], i);
            words.Sort();
            return best[(uint)words[All.K - 1]];
        }

        // A NaN is never beaten, nor is anything where the bound is one: both may let elements pass that are not wanted, and lose none.
        [MethodImpl(Compiled.Alone)]
        private readonly int Candidates(float* x, float bound, float* places, float* values)
        {
            int n = All.Length, found = 0, i = 0;
            L limit = L.All(bound), place = L.Sequence(1), step = L.All(L.Count);
            for (; i <= n - L.Count; i += L.Count, place += step)
            {
                L value = L.Load(x + i), beaten = All.Largest ? L.Less(value, limit) : L.Less(limit, value);
                found += L.Select(beaten, L.Zero, place).StoreNonZero(value, places + found, values + found);
            }
            for (; i < n; i++)
            {
                if (All.Largest ? x[i] < bound : x[i] > bound)
                    continue;
                (places[found], values[found]) = (i + 1, x[i]);
                found++;
            }
            return found;
        }
    }
}
