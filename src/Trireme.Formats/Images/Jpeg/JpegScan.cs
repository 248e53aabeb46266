namespace Trireme.Formats.Images.Jpeg;

/// <summary>The SOS segment: which components a scan holds and, when progressive, which coefficients and bits of them.</summary>
internal sealed record JpegScan(JpegComponent[] Components, int First, int Last, int High, int Low)
{
    public static JpegScan Read(ref ByteCursor segment, JpegFrame frame, HuffmanTable?[] dcTables, HuffmanTable?[] acTables)
    {
        int count = segment.U8();
        if (count < 1 || count > frame.Components.Length)
        {
            throw segment.Bad($"a scan claims {count} components; the frame has {frame.Components.Length}");
        }
        var components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            int id = segment.U8(), tables = segment.U8();
            JpegComponent component = Array.Find(frame.Components, c => c.Id == id)
                ?? throw segment.Bad($"a scan names component {id}, which the frame does not have");
            if (components.Contains(component))
            {
                throw segment.Bad($"a scan names component {id} twice");
            }
            if (tables >> 4 > 3 || (tables & 15) > 3)
            {
                throw segment.Bad($"component {id} uses Huffman tables {tables >> 4} and {tables & 15}; there are 0 to 3");
            }
            component.Dc = dcTables[tables >> 4];
            component.Ac = acTables[tables & 15];
            components[i] = component;
        }
        int first = segment.U8(), last = segment.U8(), bits = segment.U8();
        JpegScan scan = frame.Progressive ? new(components, first, last, bits >> 4, bits & 15) : new(components, 0, 63, 0, 0);
        if (count > 1 && components.Sum(c => c.Horizontal * c.Vertical) > 10)
        {
            throw segment.Bad("a scan interleaves more than 10 blocks in a unit");
        }
        scan.Check(ref segment, frame.Progressive);
        return scan;
    }

    private void Check(ref ByteCursor segment, bool progressive)
    {
        bool legal = First == 0 ? Last == 0 || !progressive : First <= Last && Last <= 63 && Components.Length == 1;
        if (!legal || Low > 13 || (High != 0 && High != Low + 1))
        {
            throw segment.Bad($"a scan holds coefficients {First} to {Last}, bits {High} to {Low} of {Components.Length} components, which is not JPEG");
        }
        foreach (JpegComponent c in Components)
        {
            bool needsDc = First == 0 && High == 0, needsAc = Last > 0;
            if ((needsDc && c.Dc is null) || (needsAc && c.Ac is null))
            {
                throw segment.Bad($"component {c.Id} is to be decoded with a Huffman table that the file has not defined");
            }
            for (int k = First; k <= Last; k++)
            {
                int expected = High == 0 ? -1 : High;
                if (c.KnownBits[k] != expected || (First > 0 && c.KnownBits[0] < 0))
                {
                    throw segment.Bad($"a scan of component {c.Id} repeats or skips bits of coefficient {k}");
                }
                c.KnownBits[k] = Low;
            }
        }
    }
}
