using System.Numerics;
using System.Runtime.CompilerServices;
using Trireme.Cpu.Vision;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class GridSampleKernel : FloatKernel<GridSampleOp>
{
    protected override void Run<T>(GridSampleOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), grid = k.In<T>("Grid");
        T* y = k.Out<T>("Output").Pointer;
        var sampler = new GridSampler<T>(x, grid, op.AlignCorners, op.Mode, op.PaddingMode);
        int channels = x.Shape[1], places = sampler.Places, tiles = sampler.Tiles, corners = sampler.CornerCount;
        Workers.For(x.Shape[0] * tiles, 8L * channels * GridSampler<T>.Tile, (start, end) =>
        {
            int* offsets = stackalloc int[GridSampler<T>.MostCorners * GridSampler<T>.Tile];
            T* weights = stackalloc T[GridSampler<T>.MostCorners * GridSampler<T>.Tile];
            for (int tile = start; tile < end; tile++)
            {
                int n = tile / tiles, first = tile % tiles * GridSampler<T>.Tile, count = Math.Min(GridSampler<T>.Tile, places - first);
                bool inside = sampler.Corners((n * places) + first, count, offsets, weights, null);
                for (int c = 0; c < channels; c++)
                {
                    long plane = ((long)n * channels) + c;
                    T* from = x.Pointer + (plane * sampler.Plane), to = y + (plane * places) + first;
                    if (inside && corners == 4)
                        Four(from, offsets, weights, to, count);
                    else
                        Any(from, offsets, weights, corners, to, count);
                }
            }
        });
    }

    [MethodImpl(Compiled.Alone)]
    private static void Four<T>(T* x, int* offsets, T* weights, T* y, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int tile = GridSampler<T>.Tile;
        for (int i = 0; i < count; i++)
        {
            y[i] = (weights[i] * x[offsets[i]]) + (weights[tile + i] * x[offsets[tile + i]])
                + (weights[(2 * tile) + i] * x[offsets[(2 * tile) + i]]) + (weights[(3 * tile) + i] * x[offsets[(3 * tile) + i]]);
        }
    }

    [MethodImpl(Compiled.Alone)]
    private static void Any<T>(T* x, int* offsets, T* weights, int corners, T* y, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < count; i++)
        {
            T sum = T.Zero;
            for (int j = i; j < corners * GridSampler<T>.Tile; j += GridSampler<T>.Tile)
                sum += offsets[j] < 0 ? T.Zero : weights[j] * x[offsets[j]];
            y[i] = sum;
        }
    }
}

internal sealed unsafe class GridSampleGradKernel : FloatKernel<GridSampleGradOp>
{
    protected override void Run<T>(GridSampleGradOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), grid = k.In<T>("Grid"), dx = k.Out<T>("XGrad");
        T* dy = k.In<T>("OutputGrad").Pointer, dgrid = k.Out<T>("GridGrad").Pointer;
        var sampler = new GridSampler<T>(x, grid, op.AlignCorners, op.Mode, op.PaddingMode);
        int channels = x.Shape[1], places = sampler.Places, spatial = sampler.Spatial, corners = sampler.CornerCount;
        // Places of one image share elements, so an image is the work of one worker.
        Workers.For(x.Shape[0], 16L * channels * places, (start, end) =>
        {
            const int most = GridSampler<T>.MostCorners * GridSampler<T>.Tile;
            int* offsets = stackalloc int[most];
            T* weights = stackalloc T[most], slopes = stackalloc T[GridSampler<T>.MostAxes * most];
            for (int n = start; n < end; n++)
            {
                long image = (long)n * channels;
                new Span<T>(dx.Pointer + (image * sampler.Plane), channels * sampler.Plane).Clear();
                for (int first = 0; first < places; first += GridSampler<T>.Tile)
                {
                    int place = (n * places) + first, count = Math.Min(GridSampler<T>.Tile, places - first);
                    T* slope = dgrid + ((long)place * spatial);
                    bool inside = sampler.Corners(place, count, offsets, weights, slopes);
                    new Span<T>(slope, count * spatial).Clear();
                    for (long plane = image; plane < image + channels; plane++)
                    {
                        T* own = dy + (plane * places) + first;
                        long at = plane * sampler.Plane;
                        if (inside && corners == 4)
                            Four(own, x.Pointer + at, dx.Pointer + at, offsets, weights, slopes, slope, count);
                        else
                            Any(own, x.Pointer + at, dx.Pointer + at, offsets, weights, slopes, corners, slope, spatial, count);
                    }
                }
            }
        });
    }

    [MethodImpl(Compiled.Alone)]
    private static void Four<T>(T* dy, T* x, T* dx, int* offsets, T* weights, T* slopes, T* dgrid, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int tile = GridSampler<T>.Tile, corner = GridSampler<T>.MostAxes * tile;
        for (int i = 0; i < count; i++)
        {
            T grad = dy[i];
            int o0 = offsets[i], o1 = offsets[tile + i], o2 = offsets[(2 * tile) + i], o3 = offsets[(3 * tile) + i];
            T x0 = x[o0], x1 = x[o1], x2 = x[o2], x3 = x[o3];
            // The corners' slopes differ in sign alone along each axis.
            dgrid[2 * i] += grad * (((x1 - x0) * slopes[corner + i]) + ((x3 - x2) * slopes[(3 * corner) + i]));
            dgrid[(2 * i) + 1] += grad * (((x2 - x0) * slopes[(2 * corner) + tile + i]) + ((x3 - x1) * slopes[(3 * corner) + tile + i]));
            dx[o0] += grad * weights[i];
            dx[o1] += grad * weights[tile + i];
            dx[o2] += grad * weights[(2 * tile) + i];
            dx[o3] += grad * weights[(3 * tile) + i];
        }
    }

    [MethodImpl(Compiled.Alone)]
    private static void Any<T>(T* dy, T* x, T* dx, int* offsets, T* weights, T* slopes, int corners, T* dgrid, int spatial, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int tile = GridSampler<T>.Tile, corner = GridSampler<T>.MostAxes * tile;
        for (int i = 0; i < count; i++, dgrid += spatial)
        {
            T first = T.Zero, second = T.Zero, third = T.Zero;
            for (int j = 0; j < corners; j++)
            {
                int offset = offsets[(j * tile) + i];
                if (offset < 0)
                    continue;
                T value = dy[i] * x[offset];
                T* slope = slopes + (j * corner) + i;
                dx[offset] += dy[i] * weights[(j * tile) + i];
                first += value * *slope;
                second += value * slope[tile];
                if (spatial == 3)
                    third += value * slope[2 * tile];
            }
            dgrid[0] += first;
            dgrid[1] += second;
            if (spatial == 3)
                dgrid[2] += third;
        }
    }
}
