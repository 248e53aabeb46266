using System.Numerics;
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
        int channels = x.Shape[1], places = sampler.Places;
        Workers.For(x.Shape[0] * places, 8L * channels, (start, end) =>
        {
            int* offsets = stackalloc int[8];
            T* weights = stackalloc T[8];
            for (int i = start; i < end; i++)
            {
                int corners = sampler.Corners(i, offsets, weights, null);
                int n = i / places;
                for (int c = 0; c < channels; c++)
                {
                    T* plane = x.Pointer + (((long)n * channels) + c) * sampler.Plane;
                    T sum = T.Zero;
                    for (int j = 0; j < corners; j++)
                        sum += offsets[j] < 0 ? T.Zero : weights[j] * plane[offsets[j]];
                    y[((((long)n * channels) + c) * places) + (i % places)] = sum;
                }
            }
        });
    }
}

internal sealed unsafe class GridSampleGradKernel : FloatKernel<GridSampleGradOp>
{
    protected override void Run<T>(GridSampleGradOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), grid = k.In<T>("Grid"), dx = k.Out<T>("XGrad");
        T* dy = k.In<T>("OutputGrad").Pointer, dgrid = k.Out<T>("GridGrad").Pointer;
        var sampler = new GridSampler<T>(x, grid, op.AlignCorners, op.Mode, op.PaddingMode);
        int channels = x.Shape[1], places = sampler.Places, spatial = sampler.Spatial;
        dx.Span.Clear();
        // Places of one image share elements, so an image is the work of one worker.
        Workers.For(x.Shape[0], 16L * channels * places, (start, end) =>
        {
            int* offsets = stackalloc int[8];
            T* weights = stackalloc T[8], slopes = stackalloc T[24], sums = stackalloc T[3];
            for (int i = start * places; i < end * places; i++)
            {
                int corners = sampler.Corners(i, offsets, weights, slopes);
                int n = i / places;
                new Span<T>(sums, spatial).Clear();
                for (int c = 0; c < channels; c++)
                {
                    long plane = (((long)n * channels) + c) * sampler.Plane;
                    T grad = dy[((((long)n * channels) + c) * places) + (i % places)];
                    for (int j = 0; j < corners; j++)
                    {
                        if (offsets[j] < 0)
                            continue;
                        dx.Pointer[plane + offsets[j]] += grad * weights[j];
                        for (int a = 0; a < spatial; a++)
                            sums[a] += grad * x.Pointer[plane + offsets[j]] * slopes[(j * 3) + a];
                    }
                }
                for (int a = 0; a < spatial; a++)
                    dgrid[((long)i * spatial) + a] = sums[a];
            }
        });
    }
}

/// <summary>The up to eight elements around each place of a grid, with their weights and the weights' derivatives by the grid's coordinates.</summary>
internal sealed unsafe class GridSampler<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T* _grid;
    private readonly int[] _sizes;
    private readonly bool _alignCorners, _nearest;
    private readonly string _padding;

    public GridSampler(Data<T> x, Data<T> grid, bool alignCorners, string mode, string padding)
    {
        _grid = grid.Pointer;
        _sizes = x.Shape[2..].ToArray();
        _alignCorners = alignCorners;
        _nearest = mode == "nearest";
        _padding = padding;
        Spatial = _sizes.Length;
        Plane = (int)x.Shape[2..].Numel;
        Places = (int)grid.Shape[1..^1].Numel;
    }

    public int Spatial { get; }

    public int Plane { get; }

    public int Places { get; }

    /// <summary>Offsets are -1 outside the image. Slopes, if wanted, are three a corner: by x, y and z.</summary>
    public int Corners(int place, int* offsets, T* weights, T* slopes)
    {
        T* coordinates = _grid + ((long)place * Spatial);
        GridPoint<T>* points = stackalloc GridPoint<T>[3];
        for (int a = 0; a < Spatial; a++)
            points[a] = new GridPoint<T>(coordinates[a], _sizes[Spatial - 1 - a], _alignCorners, _padding, _nearest);
        int corners = _nearest ? 1 : 1 << Spatial;
        for (int corner = 0; corner < corners; corner++)
        {
            int offset = 0, stride = 1;
            bool inside = true;
            T weight = T.One;
            for (int a = 0; a < Spatial; a++)
            {
                int high = (corner >> a) & 1, at = points[a].Low + high, size = _sizes[Spatial - 1 - a];
                inside &= (uint)at < (uint)size;
                offset += at * stride;
                stride *= size;
                weight *= high == 1 ? points[a].Part : T.One - points[a].Part;
            }
            offsets[corner] = inside ? offset : -1;
            weights[corner] = weight;
            for (int a = 0; a < Spatial && slopes != null; a++)
            {
                T slope = _nearest ? T.Zero : ((corner >> a) & 1) == 1 ? points[a].Speed : -points[a].Speed;
                for (int b = 0; b < Spatial; b++)
                {
                    if (b != a)
                        slope *= ((corner >> b) & 1) == 1 ? points[b].Part : T.One - points[b].Part;
                }
                slopes[(corner * 3) + a] = slope;
            }
        }
        return corners;
    }
}
