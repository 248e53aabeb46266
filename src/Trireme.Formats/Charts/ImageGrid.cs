using Trireme.Formats.Images;

namespace Trireme.Formats.Charts;

/// <summary>A page of small images in rows, each with a caption below: predicted digits, samples of a dataset, filters of a layer.</summary>
/// <remarks>Captions are printable ASCII in a small built-in font; other characters appear as boxes.</remarks>
public sealed class ImageGrid
{
    private const int Margin = 12, Gap = 10, CaptionGap = 4, TitleScale = 2, LargeCaption = 2;
    private static readonly (byte R, byte G, byte B) Ink = (34, 34, 34), Warning = (192, 57, 0), Frame = (200, 200, 200);

    private readonly List<(Image Image, string Caption, bool Emphasized)> _cells = [];

    /// <summary>An empty page.</summary>
    /// <param name="columns">Images a row, at least 1.</param>
    /// <param name="scale">Each pixel becomes a square of so many, at least 1.</param>
    /// <param name="title">Text above the images; empty for none.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="columns"/> or <paramref name="scale"/> is below 1.</exception>
    public ImageGrid(int columns = 10, int scale = 3, string title = "")
    {
        ArgumentNullException.ThrowIfNull(title);
        if (columns < 1 || scale < 1)
        {
            throw new InvalidArgumentException("ImageGrid: the layout is out of range.", $"{columns} columns at scale {scale} came; both must be at least 1.");
        }
        Columns = columns;
        Scale = scale;
        Title = title;
    }

    /// <summary>Images a row.</summary>
    public int Columns { get; }

    /// <summary>Side of the square that each pixel becomes.</summary>
    public int Scale { get; }

    /// <summary>Text above the images.</summary>
    public string Title { get; }

    /// <summary>Images added so far.</summary>
    public int Count => _cells.Count;

    /// <summary>Adds one image; rows fill from left to right.</summary>
    /// <param name="image">Any number of channels; alpha is blended over white. Images may differ in size.</param>
    /// <param name="caption">One line below the image; empty for none.</param>
    /// <param name="emphasized">Draws the caption and a frame in a warning colour, for what the reader should look at first.</param>
    /// <returns>This page.</returns>
    public ImageGrid Add(Image image, string caption = "", bool emphasized = false)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(caption);
        _cells.Add((image, caption, emphasized));
        return this;
    }

    /// <summary>The page as an RGB image on white.</summary>
    /// <exception cref="PreconditionNotMetException">No image was added.</exception>
    /// <exception cref="InvalidArgumentException">The page would take more than 2 GiB.</exception>
    public Image ToImage()
    {
        if (_cells.Count == 0)
        {
            throw new PreconditionNotMetException("ImageGrid: the page has no images.", remedy: "Call Add before it is drawn.");
        }
        int columns = Math.Min(Columns, _cells.Count), rows = (_cells.Count + columns - 1) / columns;
        int widestImage = _cells.Max(c => c.Image.Width) * Scale, widestCaption = _cells.Max(c => BitmapFont.WidthOf(c.Caption));
        // Captions are large where every one of them fits below its image so.
        int captionScale = widestCaption * LargeCaption <= widestImage ? LargeCaption : 1;
        int cellWidth = Math.Max(widestImage, widestCaption * captionScale);
        int imageHeight = _cells.Max(c => c.Image.Height) * Scale;
        int cellHeight = imageHeight + (_cells.Any(c => c.Caption.Length > 0) ? CaptionGap + (BitmapFont.GlyphHeight * captionScale) : 0);
        int titleHeight = Title.Length > 0 ? (BitmapFont.GlyphHeight * TitleScale) + Gap : 0;
        int width = (2 * Margin) + Math.Max((columns * (cellWidth + Gap)) - Gap, BitmapFont.WidthOf(Title) * TitleScale);
        int height = (2 * Margin) + titleHeight + (rows * (cellHeight + Gap)) - Gap;
        Image page = Image.Create(height, width, 3);
        Array.Fill(page.Pixels, (byte)255);
        BitmapFont.Draw(page, Title, Margin, Margin, TitleScale, Ink);
        for (int i = 0; i < _cells.Count; i++)
        {
            (Image image, string caption, bool emphasized) = _cells[i];
            int left = Margin + (i % columns * (cellWidth + Gap)), top = Margin + titleHeight + (i / columns * (cellHeight + Gap));
            int imageLeft = left + ((cellWidth - (image.Width * Scale)) / 2), imageTop = top + imageHeight - (image.Height * Scale);
            Paste(page, image, imageLeft, imageTop);
            DrawFrame(page, imageLeft - 1, imageTop - 1, image.Width * Scale, image.Height * Scale, emphasized ? Warning : Frame);
            int captionLeft = left + ((cellWidth - (BitmapFont.WidthOf(caption) * captionScale)) / 2);
            BitmapFont.Draw(page, caption, captionLeft, top + imageHeight + CaptionGap, captionScale, emphasized ? Warning : Ink);
        }
        return page;
    }

    /// <summary>Writes the page as an image file; the extension chooses the format (.png, .ppm).</summary>
    /// <param name="path">The target.</param>
    /// <exception cref="PreconditionNotMetException">No image was added.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => ImageFile.Save(ToImage(), path);

    private void Paste(Image page, Image image, int left, int top)
    {
        Image colours = image.ToRgb();
        for (int y = 0; y < image.Height * Scale; y++)
        {
            for (int x = 0; x < image.Width * Scale; x++)
            {
                int sy = y / Scale, sx = x / Scale, alpha = image.HasAlpha ? image[sy, sx, image.Channels - 1] : 255;
                for (int c = 0; c < 3; c++)
                {
                    page[top + y, left + x, c] = (byte)(((colours[sy, sx, c] * alpha) + (255 * (255 - alpha)) + 127) / 255);
                }
            }
        }
    }

    private static void DrawFrame(Image page, int left, int top, int width, int height, (byte R, byte G, byte B) colour)
    {
        for (int x = 0; x <= width + 1; x++)
        {
            Set(left + x, top);
            Set(left + x, top + height + 1);
        }
        for (int y = 0; y <= height + 1; y++)
        {
            Set(left, top + y);
            Set(left + width + 1, top + y);
        }

        void Set(int x, int y) => (page[y, x, 0], page[y, x, 1], page[y, x, 2]) = colour;
    }
}
