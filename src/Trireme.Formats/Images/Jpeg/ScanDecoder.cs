using System.Runtime.CompilerServices;

namespace Trireme.Formats.Images.Jpeg;

/// <summary>Walks a scan's blocks in the order the file has them, restarting where the file restarts.</summary>
internal sealed class ScanDecoder(JpegFrame frame, EntropySegments segments, int restartInterval)
{
    private readonly short[] _block = new short[64];

    // Blocks still covered by a progressive end-of-band run.
    private int _bandRun;

    public void Decode(ref ByteCursor file, JpegScan scan)
    {
        bool interleaved = scan.Components.Length > 1;
        JpegComponent only = scan.Components[0];
        int unitsWide = interleaved ? frame.UnitsWide : only.BlocksWide;
        long units = (long)unitsWide * (interleaved ? frame.UnitsHigh : only.BlocksHigh);
        int restarts = 0;
        for (long unit = 0; unit < units; restarts++)
        {
            int start = file.Position;
            if (restarts > 0 && segments.Marker != 0xD0 + ((restarts - 1) & 7))
            {
                throw file.Bad($"restart marker {(restarts - 1) & 7} is missing after {unit} of {units} units");
            }
            BitReader bits = segments.Next(ref file);
            foreach (JpegComponent component in scan.Components)
            {
                component.Predictor = 0;
            }
            _bandRun = 0;
            long end = restartInterval > 0 ? Math.Min(units, unit + restartInterval) : units;
            for (; unit < end; unit++)
            {
                if (_bandRun > 0 && scan.High == 0)
                {
                    // Nothing of these blocks is in the scan.
                    long skipped = Math.Min(_bandRun, end - unit);
                    _bandRun -= (int)skipped;
                    unit += skipped - 1;
                    continue;
                }
                int y = (int)(unit / unitsWide), x = (int)(unit % unitsWide);
                bool good = interleaved ? DecodeUnit(ref bits, scan, y, x) : DecodeBlock(ref bits, scan, only, y, x);
                if (!good || bits.Overrun)
                {
                    throw file.BadAt(start, bits.Overrun
                        ? $"the compressed data end after {unit} of {units} units"
                        : $"the compressed data are damaged in unit {unit} of {units}");
                }
            }
        }
    }

    private bool DecodeUnit(ref BitReader bits, JpegScan scan, int y, int x)
    {
        foreach (JpegComponent c in scan.Components)
        {
            for (int v = 0; v < c.Vertical; v++)
            {
                for (int h = 0; h < c.Horizontal; h++)
                {
                    if (!DecodeBlock(ref bits, scan, c, (y * c.Vertical) + v, (x * c.Horizontal) + h) || bits.Overrun)
                    {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool DecodeBlock(ref BitReader bits, JpegScan scan, JpegComponent c, int y, int x)
    {
        if (!frame.Progressive)
        {
            Span<short> block = _block;
            block.Clear();
            int last = BlockDecoder.Sequential(ref bits, c.Dc!, c.Ac!, ref c.Predictor, block);
            if (last < 0)
            {
                return false;
            }
            InverseDct.Block(block, c.Divisors, last == 0, c.Samples.AsSpan((y * 8 * c.Stride) + (x * 8)), c.Stride);
            return true;
        }
        Span<short> stored = c.Coefficients.AsSpan(((y * c.StoredBlocksWide) + x) * 64, 64);
        return (scan.First, scan.High) switch
        {
            (0, 0) => BlockDecoder.FirstDc(ref bits, c.Dc!, ref c.Predictor, scan.Low, stored),
            (0, _) => BlockDecoder.RefineDc(ref bits, scan.Low, stored),
            (_, 0) => BlockDecoder.FirstAc(ref bits, c.Ac!, scan, ref _bandRun, stored),
            _ => BlockDecoder.RefineAc(ref bits, c.Ac!, scan, ref _bandRun, stored),
        };
    }
}
