using System.Numerics;
using System.Runtime.InteropServices;

namespace Trireme.Formats.Images.Jpeg;

/// <summary>Brings one component's rows to the image's size.</summary>
/// <remarks>
/// Components halved in one or both directions are interpolated, 3 parts of the nearer sample to 1 of the farther, with the rounding that libjpeg's
/// "fancy" upsampling has; other ratios, and components of one or two columns, repeat samples, as there.
/// </remarks>
internal sealed class Upsampler
{
    private readonly JpegComponent _component;
    private readonly int _across, _down;
    private readonly byte[] _row;

    // One sample of margin on either side, so that the ends interpolate with themselves.
    private readonly ushort[] _sums;

    public Upsampler(JpegComponent component, JpegFrame frame)
    {
        _component = component;
        _across = frame.MostHorizontal / component.Horizontal;
        _down = frame.MostVertical / component.Vertical;
        _row = new byte[(component.Stride * _across) + (2 * Vector<byte>.Count)];
        _sums = new ushort[component.Stride + (2 * Vector<ushort>.Count) + 2];
    }

    /// <summary>At least as many samples of row <paramref name="y"/> of the image as it has columns; good until the next call.</summary>
    public ReadOnlySpan<byte> Row(int y)
    {
        ReadOnlySpan<byte> near = StoredRow(y / _down);
        if (_across == 1 && _down == 1)
        {
            return near;
        }
        bool wide = _component.Width > 2;
        ReadOnlySpan<byte> far = StoredRow((y / _down) + ((y & 1) == 0 ? -1 : 1));
        switch (_across, _down)
        {
            case (2, 1) when wide:
                Widen(near);
                Interpolate(1, 2, 2);
                break;
            case (2, 2) when wide:
                Mix(near, far);
                Interpolate(8, 7, 4);
                break;
            case (1, 2):
                Mix(near, far);
                Round((y & 1) == 0 ? 1 : 2);
                break;
            default:
                Repeat(near);
                break;
        }
        return _row;
    }

    // Rows past the image's edge are the edge's.
    private ReadOnlySpan<byte> StoredRow(int y)
        => _component.Samples.AsSpan(Math.Clamp(y, 0, _component.Height - 1) * _component.Stride, _component.Stride);

    private void Widen(ReadOnlySpan<byte> near)
    {
        for (int x = 0; x < near.Length; x++)
        {
            _sums[x + 1] = near[x];
        }
        CloseEnds();
    }

    private void Mix(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far)
    {
        Span<ushort> sums = _sums.AsSpan(1);
        int x = 0;
        for (; x <= near.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(near[x..]), out Vector<ushort> nearLow, out Vector<ushort> nearHigh);
            Vector.Widen(new Vector<byte>(far[x..]), out Vector<ushort> farLow, out Vector<ushort> farHigh);
            ((nearLow * 3) + farLow).CopyTo(sums[x..]);
            ((nearHigh * 3) + farHigh).CopyTo(sums[(x + Vector<ushort>.Count)..]);
        }
        for (; x < near.Length; x++)
        {
            sums[x] = (ushort)((3 * near[x]) + far[x]);
        }
        CloseEnds();
    }

    private void CloseEnds()
    {
        _sums[0] = _sums[1];
        _sums[_component.Width + 1] = _sums[_component.Width];
    }

    // Two samples out of each sum: one leans to its left neighbour, one to its right. They leave as one little-endian pair.
    private void Interpolate(ushort leftBias, ushort rightBias, int shift)
    {
        ReadOnlySpan<ushort> sums = _sums;
        Span<ushort> pairs = MemoryMarshal.Cast<byte, ushort>(_row.AsSpan());
        var left = new Vector<ushort>(leftBias);
        var right = new Vector<ushort>(rightBias);
        int highByte = BitConverter.IsLittleEndian ? 8 : 0;
        for (int x = 0; x < _component.Width; x += Vector<ushort>.Count)
        {
            Vector<ushort> near = new Vector<ushort>(sums[(x + 1)..]) * 3;
            Vector<ushort> first = (near + new Vector<ushort>(sums[x..]) + left) >> shift;
            Vector<ushort> second = (near + new Vector<ushort>(sums[(x + 2)..]) + right) >> shift;
            ((first << (8 - highByte)) | (second << highByte)).CopyTo(pairs[x..]);
        }
    }

    private void Round(int bias)
    {
        for (int x = 0; x < _component.Width; x++)
        {
            _row[x] = (byte)((_sums[x + 1] + bias) >> 2);
        }
    }

    private void Repeat(ReadOnlySpan<byte> near)
    {
        for (int x = 0; x < _component.Width; x++)
        {
            _row.AsSpan(x * _across, _across).Fill(near[x]);
        }
    }
}
