using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>
/// Singular values of an upper bidiagonal matrix by the implicit QR iteration, without a shift where one would cost the small values their digits:
/// Golub and Kahan (1965); Demmel and Kahan, Accurate singular values of bidiagonal matrices (1990). Sweeps run from the larger end of a block to the smaller.
/// </summary>
internal unsafe ref struct BidiagonalQr(double* d, double* e, int n, ref Rotations left, ref Rotations right)
{
    // Two or three are the rule; rounding can keep no value from converging for so long.
    private const int MaxSweepsPerValue = 60;

    // Beside diagonal elements whose size times Epsilon it does not exceed, or up to Nothing anyway, an element counts as 0.
    private const double Epsilon = 1.0 / (1L << 53), Nothing = 1e-290;

    private readonly double* _d = d, _e = e;
    private readonly int _n = n;
    private readonly ref Rotations _left = ref left, _right = ref right;

    /// <summary>
    /// Overwrites d with the singular values, which may be negative, in no order, and asks for the rotations of the rows of Uᵀ and Vᵀ. False
    /// where the iteration does not end.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly bool Run<L>()
        where L : struct, ILanes<L, double>
    {
        long left = (long)MaxSweepsPerValue * _n;
        for (int last = _n - 1; last > 0;)
        {
            if (IsNothing(last - 1))
            {
                _e[--last] = 0;
                continue;
            }
            int first = last - 1;
            bool singular = _d[last] == 0 || _d[first] == 0;
            while (first > 0 && !IsNothing(first - 1))
                singular |= _d[--first] == 0;
            if (first > 0)
                _e[first - 1] = 0;
            if (left-- == 0)
                return false;
            Sweep<L>(first, last, singular);
        }
        return true;
    }

    private readonly bool IsNothing(int i) => Math.Abs(_e[i]) <= (Epsilon * (Math.Abs(_d[i]) + Math.Abs(_d[i + 1]))) + Nothing;

    private readonly void Sweep<L>(int first, int last, bool singular)
        where L : struct, ILanes<L, double>
    {
        // Read from its other end, the transposed matrix is upper bidiagonal as well; left and right change places.
        bool down = Math.Abs(_d[first]) >= Math.Abs(_d[last]);
        int step = down ? 1 : -1, count = last - first;
        double* d = _d + (down ? first : last), e = _e + (down ? first : last - 1);
        // A sweep without a shift makes a singular value of 0 appear at the end at once.
        double shift = singular ? 0 : Shift(d[count * step], e[(count - 1) * step], d[(count - 1) * step], *d);
        double* inner, outer;
        if (down)
        {
            inner = _right.Begin<L>(first, step, count);
            outer = _left.Begin<L>(first, step, count);
        }
        else
        {
            inner = _left.Begin<L>(last, step, count);
            outer = _right.Begin<L>(last, step, count);
        }
        if (shift == 0)
            Unshifted(d, e, step, count, inner, outer);
        else
            Shifted(d, e, step, count, shift, inner, outer);
    }

    // The smaller singular value of [[b, e], [0, c]], or 0 where it is too small beside the first element to be worth what it would blur.
    [MethodImpl(Compiled.Alone)]
    private static double Shift(double c, double e, double b, double first)
    {
        (b, c, e, first) = (Math.Abs(b), Math.Abs(c), Math.Abs(e), Math.Abs(first));
        double larger = (PlaneRotation.Length(b + c, e) + PlaneRotation.Length(b - c, e)) / 2;
        double smaller = larger == 0 ? 0 : Math.Min(b, c) / larger * Math.Max(b, c);
        return smaller / first * (smaller / first) < Epsilon ? 0 : smaller;
    }

    [MethodImpl(Compiled.Alone)]
    private static void Shifted(double* d, double* e, int step, int count, double shift, double* inner, double* outer)
    {
        double f = (Math.Abs(*d) - shift) * (Math.CopySign(1, *d) + (shift / *d)), g = *e;
        for (int i = 0; i < count; i++)
        {
            double r = PlaneRotation.Of(f, g, out double c, out double s);
            if (i > 0)
                e[-step] = r;
            inner[0] = c;
            inner[1] = s;
            double b = *d, off = *e, next = d[step];
            f = (c * b) + (s * off);
            off = (c * off) - (s * b);
            g = s * next;
            next *= c;
            *d = PlaneRotation.Of(f, g, out c, out s);
            outer[0] = c;
            outer[1] = s;
            f = (c * off) + (s * next);
            d[step] = (c * next) - (s * off);
            if (i < count - 1)
            {
                g = s * e[step];
                e[step] *= c;
            }
            d += step;
            e += step;
            inner += 2;
            outer += 2;
        }
        e[-step] = f;
    }

    [MethodImpl(Compiled.Alone)]
    private static void Unshifted(double* d, double* e, int step, int count, double* inner, double* outer)
    {
        double c = 1, c0 = 1, s0 = 0;
        for (int i = 0; i < count; i++)
        {
            double r = PlaneRotation.Of(*d * c, *e, out c, out double s);
            if (i > 0)
                e[-step] = s0 * r;
            *d = PlaneRotation.Of(c0 * r, d[step] * s, out c0, out s0);
            inner[0] = c;
            inner[1] = s;
            outer[0] = c0;
            outer[1] = s0;
            d += step;
            e += step;
            inner += 2;
            outer += 2;
        }
        double h = *d * c;
        e[-step] = h * s0;
        *d = h * c0;
    }
}
