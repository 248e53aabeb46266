using System.Numerics;

namespace Trireme.Cpu.Vision;

/// <summary>Where a grid's coordinate falls along one axis: the element before it, how far behind that it lies, and how fast it moves with the coordinate.</summary>
internal readonly struct GridPoint<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public readonly int Low;
    public readonly T Part, Speed;

    public GridPoint(T coordinate, int size, bool alignCorners, GridPadding padding, bool nearest)
    {
        T n = T.CreateTruncating(size), half = T.CreateTruncating(0.5), at;
        if (alignCorners)
        {
            Speed = (n - T.One) * half;
            at = (coordinate + T.One) * Speed;
        }
        else
        {
            Speed = n * half;
            at = (((coordinate + T.One) * n) - T.One) * half;
        }
        if (padding == GridPadding.Reflection)
        {
            T low = alignCorners ? T.Zero : -half, span = alignCorners ? n - T.One : n;
            if (span <= T.Zero)
            {
                at = T.Zero;
                Speed = T.Zero;
            }
            else
            {
                T offset = at - low;
                if (offset < T.Zero)
                {
                    offset = -offset;
                    Speed = -Speed;
                }
                T turns = T.Floor(offset / span), rest = offset - (turns * span);
                bool back = T.Abs(turns % (T.One + T.One)) == T.One;
                at = back ? span - rest + low : rest + low;
                if (back)
                    Speed = -Speed;
            }
        }
        if (padding != GridPadding.Zeros)
        {
            if (at <= T.Zero)
                (at, Speed) = (T.Zero, T.Zero);
            else if (at >= n - T.One)
                (at, Speed) = (n - T.One, T.Zero);
        }
        // Far outside or no number at all: nothing is there, whatever the index type can hold.
        if (!(T.Abs(at) < T.CreateTruncating(1e9)))
            at = T.CreateTruncating(-1e9);
        T floor = nearest ? T.Round(at) : T.Floor(at);
        Low = int.CreateTruncating(floor);
        Part = nearest ? T.Zero : at - floor;
    }
}
