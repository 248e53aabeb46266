using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>
/// Plane rotations of neighbouring rows that an iteration asks for, collected and carried out many at a time: a strip of columns goes through all of them
/// while it is in the nearest cache, and strips are independent. Van Zee, van de Geijn and Quintana-Ortí, Restructuring the tridiagonal and bidiagonal QR
/// algorithms for performance (2014).
/// </summary>
internal unsafe struct Rotations
{
    private const int Capacity = 1 << 14, StripVectors = 4;

    private readonly double* _rows, _factors;
    private readonly int* _sweeps;
    private readonly int _pitch, _columns, _capacity;
    private int _count, _sweepCount;

    /// <param name="rows">The rows, <paramref name="pitch"/> apart; their columns are rotated to the end of the last cache line.</param>
    /// <param name="n">How many rows there are: a sweep has fewer rotations.</param>
    /// <param name="columns">How wide they are.</param>
    /// <param name="pitch">A multiple of 8.</param>
    /// <param name="work">Memory of <see cref="Length"/>.</param>
    public Rotations(double* rows, int n, int columns, int pitch, double* work)
    {
        _rows = rows;
        _columns = columns;
        _pitch = pitch;
        _capacity = Math.Max(Capacity, n);
        _factors = work;
        _sweeps = (int*)(work + (2L * _capacity));
    }

    /// <summary>How many numbers of working memory are needed.</summary>
    public static long Length(int n) => 4L * Math.Max(Capacity, n);

    /// <summary>
    /// Begins a sweep of so many rotations: the first of row <paramref name="first"/> and the row <paramref name="step"/> (1 or -1) after it, each further one
    /// of the second row of the one before and the row after that.
    /// </summary>
    /// <returns>Where the cosine and the sine of each rotation go: row i becomes c · i + s · j and row j becomes c · j - s · i.</returns>
    public double* Begin<L>(int first, int step, int count)
        where L : struct, ILanes<L, double>
    {
        if (_count + count > _capacity)
            Apply<L>();
        int* sweep = _sweeps + (3 * _sweepCount++);
        (sweep[0], sweep[1], sweep[2]) = (first, step, count);
        double* factors = _factors + (2 * _count);
        _count += count;
        return factors;
    }

    /// <summary>Carries out what was collected.</summary>
    public void Apply<L>()
        where L : struct, ILanes<L, double>
    {
        int strip = StripVectors * L.Count;
        Workers.For((_columns + strip - 1) / strip, 4L * _count, new Strips<L> { R = this });
        _count = _sweepCount = 0;
    }

    private struct Strips<L> : IRangeBody
        where L : struct, ILanes<L, double>
    {
        public Rotations R;

        public readonly void Run(int start, int end)
        {
            int strip = StripVectors * L.Count;
            for (int i = start; i < end; i++)
            {
                int column = i * strip, last = Math.Min(R._columns, column + strip);
                if (last - column > strip - L.Count)
                {
                    Wide(R._rows + column);
                    continue;
                }
                for (; column < last; column += L.Count)
                    Narrow(R._rows + column);
            }
        }

        [MethodImpl(Compiled.Alone)]
        private readonly void Wide(double* rows)
        {
            int count = L.Count;
            double* factors = R._factors;
            for (int i = 0; i < R._sweepCount; i++)
            {
                int* sweep = R._sweeps + (3 * i);
                double* row = rows + ((nint)sweep[0] * R._pitch);
                nint step = (nint)sweep[1] * R._pitch;
                L a = L.Load(row), b = L.Load(row + count), c = L.Load(row + (2 * count)), d = L.Load(row + (3 * count));
                for (int left = sweep[2]; left > 0; left--)
                {
                    double* next = row + step;
                    L cosine = L.All(factors), sine = L.All(factors + 1);
                    L e = L.Load(next), f = L.Load(next + count), g = L.Load(next + (2 * count)), h = L.Load(next + (3 * count));
                    L.MulAdd(cosine, a, sine * e).Store(row);
                    L.MulAdd(cosine, b, sine * f).Store(row + count);
                    L.MulAdd(cosine, c, sine * g).Store(row + (2 * count));
                    L.MulAdd(cosine, d, sine * h).Store(row + (3 * count));
                    sine = -sine;
                    a = L.MulAdd(sine, a, cosine * e);
                    b = L.MulAdd(sine, b, cosine * f);
                    c = L.MulAdd(sine, c, cosine * g);
                    d = L.MulAdd(sine, d, cosine * h);
                    row = next;
                    factors += 2;
                }
                a.Store(row);
                b.Store(row + count);
                c.Store(row + (2 * count));
                d.Store(row + (3 * count));
            }
        }

        [MethodImpl(Compiled.Alone)]
        private readonly void Narrow(double* rows)
        {
            double* factors = R._factors;
            for (int i = 0; i < R._sweepCount; i++)
            {
                int* sweep = R._sweeps + (3 * i);
                double* row = rows + ((nint)sweep[0] * R._pitch);
                nint step = (nint)sweep[1] * R._pitch;
                L a = L.Load(row);
                for (int left = sweep[2]; left > 0; left--)
                {
                    double* next = row + step;
                    L cosine = L.All(factors), sine = L.All(factors + 1), b = L.Load(next);
                    L.MulAdd(cosine, a, sine * b).Store(row);
                    a = L.MulAdd(-sine, a, cosine * b);
                    row = next;
                    factors += 2;
                }
                a.Store(row);
            }
        }
    }
}
