using Trireme.Formats.Files;

namespace Trireme.Formats.Images.Jpeg;

/// <summary>Reads one JPEG file: markers and tables, scans into components, components into pixels.</summary>
/// <remarks>Format: ITU-T T.81 and T.871 (JFIF), Adobe's technical note 5116 for the APP14 segment.</remarks>
internal ref struct JpegDecoder
{
    private const int StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA, QuantizationTables = 0xDB, HuffmanTables = 0xC4, RestartInterval = 0xDD;
    private const int Baseline = 0xC0, ExtendedSequential = 0xC1, Progressive = 0xC2, LastFrame = 0xCF, App0 = 0xE0, App1 = 0xE1, App14 = 0xEE;

    // Every scan costs a walk over the blocks whatever its size; real scripts have about ten.
    private const int MostScans = 200;

    private ByteCursor _file;
    private readonly long _maxPixels;
    private readonly EntropySegments _segments;
    private readonly short[]?[] _divisors = new short[4][];
    private readonly HuffmanTable?[] _dcTables = new HuffmanTable?[4];
    private readonly HuffmanTable?[] _acTables = new HuffmanTable?[4];
    private JpegFrame? _frame;
    private int _restartInterval;
    private int _scans;
    private int _orientation = 1;
    private bool _jfif;
    private int _adobeTransform = -1;

    public JpegDecoder(ReadOnlySpan<byte> data, string path, long maxPixels)
    {
        _file = new ByteCursor(data, path) { Position = 2 };
        _maxPixels = maxPixels;
        _segments = new EntropySegments(data.Length);
    }

    public Image Decode()
    {
        while (ReadMarker())
        {
        }
        if (_frame is null)
        {
            throw _file.Bad("the file ends without a frame");
        }
        foreach (JpegComponent c in _frame.Components)
        {
            if (c.Divisors is null || c.KnownBits[0] < 0)
            {
                throw _file.Bad($"the file ends before the scan of component {c.Id}");
            }
        }
        return JpegPixels.Assemble(_frame, Colours(_frame), _orientation);
    }

    /// <summary>Reads one marker and its segment; false at the end of the image.</summary>
    private bool ReadMarker()
    {
        int skip = _file.Data[Math.Min(_file.Position, _file.Data.Length)..].IndexOf((byte)0xFF);
        if (skip < 0)
        {
            throw CutShort();
        }
        _file.Position += skip;
        int start = _file.Position, marker = 0xFF;
        while (marker == 0xFF)
        {
            if (_file.Left == 0)
            {
                throw CutShort();
            }
            marker = _file.U8();
        }
        if (marker == EndOfImage)
        {
            return false;
        }
        if (marker is 0 or 1 or StartOfImage or (>= 0xD0 and <= 0xD7))
        {
            return true;
        }
        int length = _file.Big16();
        if (length < 2)
        {
            throw _file.BadAt(start, $"marker {marker:X2} claims a segment of {length} bytes");
        }
        int end = _file.Position - 2 + length;
        if (end > _file.Data.Length)
        {
            throw _file.BadAt(start, $"the file is cut short: marker {marker:X2} claims {length} bytes, {_file.Left + 2} are left");
        }
        // The segment alone, at its place in the file: reading past its end is an error of the segment.
        var segment = new ByteCursor(_file.Data[..end], _file.Path) { Position = _file.Position };
        _file.Position = end;
        ReadSegment(marker, start, ref segment);
        return true;
    }

    private readonly InvalidFileException CutShort() => _file.BadAt(_file.Data.Length, "the file is cut short: the end marker is missing");

    private void ReadSegment(int marker, int start, ref ByteCursor segment)
    {
        switch (marker)
        {
            case QuantizationTables:
                ReadQuantization(ref segment);
                break;
            case HuffmanTables:
                ReadHuffman(ref segment);
                break;
            case RestartInterval:
                _restartInterval = segment.Big16();
                break;
            case Baseline or ExtendedSequential or Progressive:
                ReadFrame(marker, start, ref segment);
                break;
            case > Progressive and <= LastFrame:
                throw _file.BadAt(start, $"marker {marker:X2}: lossless, hierarchical and arithmetic-coded JPEG are not read",
                    "Save the image as baseline or progressive JPEG or as PNG.");
            case StartOfScan:
                ReadScan(start, ref segment);
                break;
            case App0:
                _jfif |= segment.Data[segment.Position..].StartsWith("JFIF\0"u8);
                break;
            case App1 when segment.Data[segment.Position..].StartsWith("Exif\0\0"u8):
                _orientation = Exif.Orientation(segment.Data[(segment.Position + 6)..]);
                break;
            case App14 when segment.Left >= 12 && segment.Data[segment.Position..].StartsWith("Adobe"u8):
                _adobeTransform = segment.Data[segment.Position + 11];
                break;
        }
    }

    private void ReadFrame(int marker, int start, ref ByteCursor segment)
    {
        if (_frame is not null)
        {
            throw _file.BadAt(start, "the image has a second frame");
        }
        _frame = JpegFrame.Read(ref segment, marker == Progressive, _maxPixels);
        long blocks = _frame.Components.Sum(c => (long)c.BlocksWide * c.BlocksHigh);
        // A block takes at least one bit, so the header cannot make the decoder allocate more than 64 samples a bit.
        if (blocks > 8L * _file.Left)
        {
            throw _file.BadAt(start, $"{_frame.Width} x {_frame.Height} pixels are {blocks} blocks; the {_file.Left} bytes left cannot hold that many");
        }
    }

    private void ReadScan(int start, ref ByteCursor segment)
    {
        if (_frame is null)
        {
            throw _file.BadAt(start, "a scan comes before the frame");
        }
        if (++_scans > MostScans)
        {
            throw _file.BadAt(start, $"the image has more than {MostScans} scans");
        }
        JpegScan scan = JpegScan.Read(ref segment, _frame, _dcTables, _acTables);
        foreach (JpegComponent c in scan.Components)
        {
            if (c.Divisors is null)
            {
                c.Divisors = _divisors[c.QuantizationTable]
                    ?? throw _file.BadAt(start, $"component {c.Id} uses quantization table {c.QuantizationTable}, which the file has not defined");
                c.Allocate(_frame.Progressive);
            }
        }
        new ScanDecoder(_frame, _segments, _restartInterval).Decode(ref _file, scan);
    }

    private readonly void ReadQuantization(ref ByteCursor segment)
    {
        while (segment.Left > 0)
        {
            int head = segment.U8(), table = head & 15;
            if (table > 3 || head >> 4 > 1)
            {
                throw segment.Bad($"quantization table {table} of precision {head >> 4} is not JPEG");
            }
            var divisors = new short[64];
            foreach (byte position in BlockDecoder.ZigZag)
            {
                divisors[position] = (short)(head >> 4 == 0 ? segment.U8() : segment.Big16());
            }
            _divisors[table] = divisors;
        }
    }

    private readonly void ReadHuffman(ref ByteCursor segment)
    {
        while (segment.Left > 0)
        {
            int head = segment.U8(), table = head & 15, kind = head >> 4;
            ReadOnlySpan<byte> counts = segment.Take(16);
            int total = 0;
            foreach (byte count in counts)
            {
                total += count;
            }
            if (table > 3 || kind > 1 || total > 256)
            {
                throw segment.Bad($"Huffman table {table} of class {kind} with {total} codes is not JPEG");
            }
            HuffmanTable built = HuffmanTable.Build(counts, segment.Take(total))
                ?? throw segment.Bad($"the code lengths of Huffman table {table} are contradictory");
            (kind == 0 ? _dcTables : _acTables)[table] = built;
        }
    }

    // What the components mean, as libjpeg guesses where the file does not say.
    private readonly JpegColours Colours(JpegFrame frame)
    {
        JpegComponent[] c = frame.Components;
        return c.Length switch
        {
            1 => JpegColours.Grey,
            4 => _adobeTransform is -1 or 0 ? JpegColours.Cmyk : JpegColours.Ycck,
            _ when _jfif => JpegColours.YCbCr,
            _ when _adobeTransform >= 0 => _adobeTransform == 0 ? JpegColours.Rgb : JpegColours.YCbCr,
            _ => (c[0].Id, c[1].Id, c[2].Id) == ('R', 'G', 'B') ? JpegColours.Rgb : JpegColours.YCbCr,
        };
    }
}
