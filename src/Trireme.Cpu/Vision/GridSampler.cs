using System.Numerics;
using System.Runtime.CompilerServices;
using Trireme.Operators;

namespace Trireme.Cpu.Vision;

/// <summary>What lies outside an image.</summary>
internal enum GridPadding
{
    Zeros,
    Border,
    Reflection,
}

/// <summary>
/// The up to eight elements around each place of a grid, with their weights and the weights' derivatives by the grid's coordinates. They are worked out
/// for a tile of places at a time and serve all channels; entry j of place i stands at [j · Tile + i].
/// </summary>
internal sealed unsafe class GridSampler<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The most places of a tile.</summary>
    public const int Tile = 64;

    /// <summary>The most corners of a place and the most axes.</summary>
    public const int MostCorners = 8, MostAxes = 3;

    private readonly T* _grid;
    private readonly int[] _sizes;
    private readonly bool _alignCorners, _nearest;
    private readonly GridPadding _padding;

    public GridSampler(Data<T> x, Data<T> grid, bool alignCorners, string mode, string padding)
    {
        _grid = grid.Pointer;
        // Coordinates are x, y, z: the last axis comes first.
        _sizes = [.. x.Shape[2..].ToArray().Reverse()];
        _alignCorners = alignCorners;
        _nearest = mode == "nearest";
        _padding = padding switch { "zeros" => GridPadding.Zeros, "reflection" => GridPadding.Reflection, _ => GridPadding.Border };
        Spatial = _sizes.Length;
        Plane = (int)x.Shape[2..].Numel;
        Places = (int)grid.Shape[1..^1].Numel;
    }

    public int Spatial { get; }

    public int Plane { get; }

    /// <summary>Places of one image.</summary>
    public int Places { get; }

    /// <summary>Tiles of one image.</summary>
    public int Tiles => (Places + Tile - 1) / Tile;

    public int CornerCount => _nearest ? 1 : 1 << Spatial;

    /// <summary>
    /// Offsets are -1 outside the image; slopes, if wanted, are <see cref="MostAxes"/> a corner. Returns whether all corners lie inside.
    /// </summary>
    public bool Corners(int first, int count, int* offsets, T* weights, T* slopes)
        => CornerCount == 4 ? Four(first, count, offsets, weights, slopes) : Any(first, count, offsets, weights, slopes);

    [MethodImpl(Compiled.Alone)]
    private bool Four(int first, int count, int* offsets, T* weights, T* slopes)
    {
        T* coordinates = _grid + (2L * first);
        int width = _sizes[0], height = _sizes[1];
        bool allInside = true;
        for (int i = 0; i < count; i++)
        {
            var x = new GridPoint<T>(coordinates[2 * i], width, _alignCorners, _padding, nearest: false);
            var y = new GridPoint<T>(coordinates[(2 * i) + 1], height, _alignCorners, _padding, nearest: false);
            T left = T.One - x.Part, upper = T.One - y.Part;
            bool isLeft = (uint)x.Low < (uint)width, isRight = (uint)(x.Low + 1) < (uint)width;
            bool isUpper = (uint)y.Low < (uint)height, isLower = (uint)(y.Low + 1) < (uint)height;
            int offset = (y.Low * width) + x.Low;
            offsets[i] = isLeft & isUpper ? offset : -1;
            offsets[Tile + i] = isRight & isUpper ? offset + 1 : -1;
            offsets[(2 * Tile) + i] = isLeft & isLower ? offset + width : -1;
            offsets[(3 * Tile) + i] = isRight & isLower ? offset + width + 1 : -1;
            allInside &= isLeft & isRight & isUpper & isLower;
            weights[i] = left * upper;
            weights[Tile + i] = x.Part * upper;
            weights[(2 * Tile) + i] = left * y.Part;
            weights[(3 * Tile) + i] = x.Part * y.Part;
            if (slopes == null)
                continue;
            const int corner = MostAxes * Tile;
            slopes[corner + i] = x.Speed * upper;
            slopes[i] = -slopes[corner + i];
            slopes[(3 * corner) + i] = x.Speed * y.Part;
            slopes[(2 * corner) + i] = -slopes[(3 * corner) + i];
            slopes[(2 * corner) + Tile + i] = y.Speed * left;
            slopes[Tile + i] = -slopes[(2 * corner) + Tile + i];
            slopes[(3 * corner) + Tile + i] = y.Speed * x.Part;
            slopes[corner + Tile + i] = -slopes[(3 * corner) + Tile + i];
        }
        return allInside;
    }

    [MethodImpl(Compiled.Alone)]
    private bool Any(int first, int count, int* offsets, T* weights, T* slopes)
    {
        GridPoint<T>* points = stackalloc GridPoint<T>[MostAxes];
        T* coordinates = _grid + ((long)first * Spatial);
        int corners = CornerCount;
        bool allInside = true;
        for (int i = 0; i < count; i++, coordinates += Spatial)
        {
            for (int a = 0; a < Spatial; a++)
                points[a] = new GridPoint<T>(coordinates[a], _sizes[a], _alignCorners, _padding, _nearest);
            for (int corner = 0; corner < corners; corner++)
            {
                int offset = 0, stride = 1;
                bool inside = true;
                T weight = T.One;
                for (int a = 0; a < Spatial; a++)
                {
                    int high = (corner >> a) & 1, at = points[a].Low + high, size = _sizes[a];
                    inside &= (uint)at < (uint)size;
                    offset += at * stride;
                    stride *= size;
                    weight *= high == 1 ? points[a].Part : T.One - points[a].Part;
                }
                offsets[(corner * Tile) + i] = inside ? offset : -1;
                weights[(corner * Tile) + i] = weight;
                allInside &= inside;
                for (int a = 0; a < Spatial && slopes != null; a++)
                    slopes[(((corner * MostAxes) + a) * Tile) + i] = Slope(points, corner, a);
            }
        }
        return allInside;
    }

    private T Slope(GridPoint<T>* points, int corner, int axis)
    {
        if (_nearest)
            return T.Zero;
        T slope = ((corner >> axis) & 1) == 1 ? points[axis].Speed : -points[axis].Speed;
        for (int b = 0; b < Spatial; b++)
        {
            if (b != axis)
                slope *= ((corner >> b) & 1) == 1 ? points[b].Part : T.One - points[b].Part;
        }
        return slope;
    }
}
