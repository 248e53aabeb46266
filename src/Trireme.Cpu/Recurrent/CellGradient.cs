using System.Numerics;
using System.Numerics.Tensors;

namespace Trireme.Cpu.Recurrent;

/// <summary>
/// One step of the gradient for some sequences of the batch: from the gradients of output and states those of the gates before their activation
/// (GateGrads; for GRU ProductGrads holds those of the state's part) and what reaches the states before the step directly.
/// </summary>
internal unsafe struct CellGradient<T> : IRangeBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Hidden, GateCount, Time, OutputStride;
    public bool IsRelu;
    public T* Gates, Candidate, HiddenBefore, CellBefore, CellAfter, OutputGrad, HiddenGrad, CellGrad, GateGrads, ProductGrads;
    public int* Lengths;

    /// <summary>About how many elementary operations a sequence takes.</summary>
    public readonly long Cost => (long)Hidden * (GateCount == 1 ? 8 : 40);

    public readonly void Run(int start, int end)
    {
        int n = Hidden, width = GateCount * n;
        for (int b = start; b < end; b++)
        {
            long row = (long)b * n;
            T* grads = GateGrads + ((long)b * width), gates = Gates + ((long)b * width), dh = HiddenGrad + row;
            if (Lengths != null && Time >= Lengths[b])
            {
                new Span<T>(grads, width).Clear();
                if (ProductGrads != GateGrads)
                    new Span<T>(ProductGrads + ((long)b * width), width).Clear();
                continue;
            }
            var total = new Span<T>(dh, n);
            TensorPrimitives.Add(total, new ReadOnlySpan<T>(OutputGrad + ((long)b * OutputStride), n), total);
            switch (GateCount)
            {
                case 4:
                    // The gradient of i has not been written yet: its place holds tanh c meanwhile.
                    GateFunctions.Tanh<T>(new ReadOnlySpan<T>(CellAfter + row, n), new Span<T>(grads, n));
                    Lstm(n, gates, CellBefore + row, dh, CellGrad + row, grads);
                    break;
                case 3:
                    Gru(n, gates, Candidate + row, HiddenBefore + row, dh, grads, ProductGrads + ((long)b * width));
                    break;
                default:
                    Simple(n, gates, dh, grads);
                    break;
            }
        }
    }

    private static void Lstm(int n, T* gates, T* cellBefore, T* dh, T* dc, T* grads)
    {
        T* i = gates, f = gates + n, g = gates + (2 * n), o = gates + (3 * n);
        int j = 0;
        for (; j <= n - Vector<T>.Count; j += Vector<T>.Count)
        {
            Vector<T> vi = Vector.Load(i + j), vf = Vector.Load(f + j), vg = Vector.Load(g + j), vo = Vector.Load(o + j);
            Vector<T> t = Vector.Load(grads + j), h = Vector.Load(dh + j), ho = h * vo;
            Vector<T> c = Vector.Load(dc + j) + (ho - (ho * t * t));
            Vector.Store(h * t * (vo - (vo * vo)), grads + (3 * n) + j);
            Vector.Store(c * vi * (Vector<T>.One - (vg * vg)), grads + (2 * n) + j);
            Vector.Store(c * Vector.Load(cellBefore + j) * (vf - (vf * vf)), grads + n + j);
            Vector.Store(c * vg * (vi - (vi * vi)), grads + j);
            Vector.Store(c * vf, dc + j);
            Vector.Store(Vector<T>.Zero, dh + j);
        }
        for (; j < n; j++)
        {
            T t = grads[j], h = dh[j], c = dc[j] + (h * o[j] * (T.One - (t * t)));
            grads[(3 * n) + j] = h * t * (o[j] - (o[j] * o[j]));
            grads[(2 * n) + j] = c * i[j] * (T.One - (g[j] * g[j]));
            grads[n + j] = c * cellBefore[j] * (f[j] - (f[j] * f[j]));
            grads[j] = c * g[j] * (i[j] - (i[j] * i[j]));
            dc[j] = c * f[j];
            dh[j] = T.Zero;
        }
    }

    private static void Gru(int n, T* gates, T* candidate, T* before, T* dh, T* grads, T* productGrads)
    {
        T* r = gates, z = gates + n, c = gates + (2 * n);
        int j = 0;
        for (; j <= n - Vector<T>.Count; j += Vector<T>.Count)
        {
            Vector<T> vr = Vector.Load(r + j), vz = Vector.Load(z + j), vc = Vector.Load(c + j), h = Vector.Load(dh + j);
            Vector<T> dc = (h - (h * vz)) * (Vector<T>.One - (vc * vc)), dr = dc * Vector.Load(candidate + j) * (vr - (vr * vr));
            Vector<T> dz = h * (Vector.Load(before + j) - vc) * (vz - (vz * vz));
            Vector.Store(dr, grads + j);
            Vector.Store(dz, grads + n + j);
            Vector.Store(dc, grads + (2 * n) + j);
            Vector.Store(dr, productGrads + j);
            Vector.Store(dz, productGrads + n + j);
            Vector.Store(dc * vr, productGrads + (2 * n) + j);
            Vector.Store(h * vz, dh + j);
        }
        for (; j < n; j++)
        {
            T h = dh[j], dc = (h - (h * z[j])) * (T.One - (c[j] * c[j])), dr = dc * candidate[j] * (r[j] - (r[j] * r[j]));
            T dz = h * (before[j] - c[j]) * (z[j] - (z[j] * z[j]));
            (grads[j], grads[n + j], grads[(2 * n) + j]) = (dr, dz, dc);
            (productGrads[j], productGrads[n + j], productGrads[(2 * n) + j]) = (dr, dz, dc * r[j]);
            dh[j] = h * z[j];
        }
    }

    private readonly void Simple(int n, T* gates, T* dh, T* grads)
    {
        for (int j = 0; j < n; j++)
        {
            T y = gates[j];
            grads[j] = IsRelu ? y > T.Zero ? dh[j] : T.Zero : dh[j] * (T.One - (y * y));
            dh[j] = T.Zero;
        }
    }
}
