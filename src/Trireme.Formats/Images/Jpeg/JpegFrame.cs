namespace Trireme.Formats.Images.Jpeg;

/// <summary>The SOF segment: size, components, baseline or progressive.</summary>
internal sealed class JpegFrame
{
    private JpegFrame(int width, int height, bool progressive, JpegComponent[] components)
    {
        Width = width;
        Height = height;
        Progressive = progressive;
        Components = components;
        MostHorizontal = components.Max(c => c.Horizontal);
        MostVertical = components.Max(c => c.Vertical);
        UnitsWide = JpegComponent.CeilingOf(width, 8 * MostHorizontal);
        UnitsHigh = JpegComponent.CeilingOf(height, 8 * MostVertical);
        foreach (JpegComponent component in components)
        {
            component.Measure(this);
        }
    }

    public int Width { get; }
    public int Height { get; }
    public bool Progressive { get; }
    public JpegComponent[] Components { get; }
    public int MostHorizontal { get; }
    public int MostVertical { get; }

    /// <summary>Interleaved units (MCUs) across and down.</summary>
    public int UnitsWide { get; }
    public int UnitsHigh { get; }

    public static JpegFrame Read(ref ByteCursor segment, bool progressive, long maxPixels)
    {
        int precision = segment.U8(), height = segment.Big16(), width = segment.Big16(), count = segment.U8();
        if (precision != 8)
        {
            throw segment.Bad($"samples have {precision} bits; 8 are read", "Save the image as eight-bit JPEG or as PNG.");
        }
        if (count is not (1 or 3 or 4))
        {
            throw segment.Bad($"the frame has {count} components; 1, 3 and 4 are read");
        }
        segment.RequireSize(height, width, count, maxPixels);
        var components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            int id = segment.U8(), sampling = segment.U8(), table = segment.U8();
            components[i] = new JpegComponent(id, sampling >> 4, sampling & 15, table);
            if (sampling >> 4 is < 1 or > 4 || (sampling & 15) is < 1 or > 4 || table > 3)
            {
                throw segment.Bad($"component {id} has sampling {sampling >> 4} x {sampling & 15} and quantization table {table}; 1 to 4 and 0 to 3 are legal");
            }
        }
        if (components.DistinctBy(c => c.Id).Count() != count)
        {
            throw segment.Bad("two components of the frame have the same id");
        }
        var frame = new JpegFrame(width, height, progressive, components);
        if (Array.Find(components, c => frame.MostHorizontal % c.Horizontal != 0 || frame.MostVertical % c.Vertical != 0) is { } odd)
        {
            throw segment.Bad(
                $"component {odd.Id} is sampled {odd.Horizontal} x {odd.Vertical} against {frame.MostHorizontal} x {frame.MostVertical};"
                + " only whole ratios are read");
        }
        return frame;
    }
}
