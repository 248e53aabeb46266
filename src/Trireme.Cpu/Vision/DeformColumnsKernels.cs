using System.Numerics;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class DeformColumnsKernel : FloatKernel<DeformColumnsOp>
{
    protected override void Run<T>(DeformColumnsOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X");
        var windows = new DeformWindows<T>(op.Axes(x.Shape), x.Shape, op.DeformableGroups, k.In<T>("Offset").Pointer, k.Has("Mask") ? k.In<T>("Mask").Pointer : null);
        T* columns = k.Out<T>("Columns").Pointer;
        Workers.For(x.Shape[0] * op.DeformableGroups * windows.Taps, 12L * windows.Places * windows.Channels, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                for (int place = 0; place < windows.Places; place++)
                {
                    DeformPoint<T> point = windows.Point(i, place);
                    for (int c = 0; c < windows.Channels; c++)
                        columns[(windows.Row(i, c) * windows.Places) + place] = point.Read(x.Pointer + windows.PlaneOf(i, c)) * point.Mask;
                }
            }
        });
    }
}

internal sealed unsafe class DeformColumnsGradKernel : FloatKernel<DeformColumnsGradOp>
{
    protected override void Run<T>(DeformColumnsGradOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), dx = k.Out<T>("XGrad");
        bool masked = k.Has("Mask");
        SpatialAxes axes = SpatialAxes.Of(x.Shape.AsSpan()[2..], op.Kernel.AsSpan(), op.Strides, op.Paddings, "EXPLICIT", op.Dilations);
        var windows = new DeformWindows<T>(axes, x.Shape, op.DeformableGroups, k.In<T>("Offset").Pointer, masked ? k.In<T>("Mask").Pointer : null);
        T* columns = k.In<T>("ColumnsGrad").Pointer, doffset = k.Out<T>("OffsetGrad").Pointer, dmask = masked ? k.Out<T>("MaskGrad").Pointer : null;
        dx.Span.Clear();
        // A group of channels of an image is the work of one worker: its taps add to the same elements.
        Workers.For(x.Shape[0] * op.DeformableGroups, 30L * windows.Taps * windows.Places * windows.Channels, (start, end) =>
        {
            for (int i = start * windows.Taps; i < end * windows.Taps; i++)
            {
                for (int place = 0; place < windows.Places; place++)
                {
                    DeformPoint<T> point = windows.Point(i, place);
                    T byRow = T.Zero, byColumn = T.Zero, byMask = T.Zero;
                    for (int c = 0; c < windows.Channels; c++)
                    {
                        T grad = columns[(windows.Row(i, c) * windows.Places) + place];
                        point.Add(x.Pointer + windows.PlaneOf(i, c), dx.Pointer + windows.PlaneOf(i, c), grad, ref byRow, ref byColumn, ref byMask);
                    }
                    long at = (2L * i * windows.Places) + place;
                    doffset[at] = byRow * point.Mask;
                    doffset[at + windows.Places] = byColumn * point.Mask;
                    if (dmask != null)
                        dmask[((long)i * windows.Places) + place] = byMask;
                }
            }
        });
    }
}

/// <summary>The moved taps of a deformable convolution; item i is one tap of one group of one image.</summary>
internal sealed unsafe class DeformWindows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly SpatialAxes _axes;
    private readonly T* _offset, _mask;
    private readonly int _groups, _height, _width, _columns;

    public DeformWindows(SpatialAxes axes, Shape x, int groups, T* offset, T* mask)
    {
        _axes = axes;
        _groups = groups;
        _offset = offset;
        _mask = mask;
        (_height, _width) = (x[2], x[3]);
        _columns = axes.Output(1, _width);
        Taps = axes.Kernel[0] * axes.Kernel[1];
        Places = axes.Output(0, _height) * _columns;
        Channels = x[1] / groups;
    }

    public int Taps { get; }

    public int Places { get; }

    /// <summary>Channels of one group.</summary>
    public int Channels { get; }

    public long PlaneOf(int item, int channel) => ((long)(item / Taps * Channels) + channel) * _height * _width;

    /// <summary>Which row of the columns a channel's tap is.</summary>
    public long Row(int item, int channel) => (((long)(item / Taps) * Channels) + channel) * Taps + (item % Taps);

    public DeformPoint<T> Point(int item, int place)
    {
        int tap = item % Taps;
        long at = (2L * item * Places) + place;
        int row = (place / _columns * _axes.Strides[0]) - _axes.Before[0] + (tap / _axes.Kernel[1] * _axes.Dilations[0]);
        int column = (place % _columns * _axes.Strides[1]) - _axes.Before[1] + (tap % _axes.Kernel[1] * _axes.Dilations[1]);
        return new DeformPoint<T>(T.CreateTruncating(row) + _offset[at], T.CreateTruncating(column) + _offset[at + Places], _height, _width,
            _mask == null ? T.One : _mask[((long)item * Places) + place]);
    }
}

/// <summary>A place between four elements; elements outside the image count as 0.</summary>
internal readonly unsafe struct DeformPoint<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public readonly T Mask;
    private readonly T _down, _across;
    private readonly int _row, _column, _height, _width;

    public DeformPoint(T row, T column, int height, int width, T mask)
    {
        Mask = mask;
        (_height, _width) = (height, width);
        bool inside = row > -T.One && column > -T.One && row < T.CreateTruncating(height) && column < T.CreateTruncating(width);
        T top = inside ? T.Floor(row) : T.CreateTruncating(-9), left = inside ? T.Floor(column) : T.CreateTruncating(-9);
        (_row, _column) = (int.CreateTruncating(top), int.CreateTruncating(left));
        (_down, _across) = inside ? (row - top, column - left) : (T.Zero, T.Zero);
    }

    public T Read(T* plane)
        => ((T.One - _down) * (((T.One - _across) * At(plane, 0, 0)) + (_across * At(plane, 0, 1))))
            + (_down * (((T.One - _across) * At(plane, 1, 0)) + (_across * At(plane, 1, 1))));

    public void Add(T* plane, T* dplane, T grad, ref T byRow, ref T byColumn, ref T byMask)
    {
        T a = At(plane, 0, 0), b = At(plane, 0, 1), c = At(plane, 1, 0), d = At(plane, 1, 1);
        byRow += grad * (((T.One - _across) * (c - a)) + (_across * (d - b)));
        byColumn += grad * (((T.One - _down) * (b - a)) + (_down * (d - c)));
        byMask += grad * Read(plane);
        grad *= Mask;
        Put(dplane, 0, 0, grad * (T.One - _down) * (T.One - _across));
        Put(dplane, 0, 1, grad * (T.One - _down) * _across);
        Put(dplane, 1, 0, grad * _down * (T.One - _across));
        Put(dplane, 1, 1, grad * _down * _across);
    }

    private T At(T* plane, int down, int across)
        => (uint)(_row + down) < (uint)_height && (uint)(_column + across) < (uint)_width ? plane[((_row + down) * _width) + _column + across] : T.Zero;

    private void Put(T* plane, int down, int across, T value)
    {
        if ((uint)(_row + down) < (uint)_height && (uint)(_column + across) < (uint)_width)
            plane[((_row + down) * _width) + _column + across] += value;
    }
}
