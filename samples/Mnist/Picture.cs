using Trireme.Formats.Images;
using Trireme.Vision.Transforms;

namespace Trireme.Samples.Mnist;

/// <summary>Makes of any picture of one digit what the network knows from its training: white strokes on black, centred in 28 x 28.</summary>
internal static class Picture
{
    private const int Side = 28, InkSide = 20;

    /// <summary>Reads a picture file.</summary>
    /// <returns>The network's input, [1, 1, 28, 28].</returns>
    /// <exception cref="OptionException">There is no such file, or nothing is drawn on it.</exception>
    public static Tensor Read(string path)
    {
        if (!File.Exists(path))
            throw new OptionException($"--predict: there is no file '{path}' ({Path.GetFullPath(path)}).");
        Image image = ImageFile.Load(path).Upright().ToGrey();
        byte darkest = image.Pixels.Min(), brightest = image.Pixels.Max();
        if (brightest - darkest < 16)
            throw new OptionException($"--predict: '{path}' is blank: its grey values lie between {darkest} and {brightest}. Give a picture of one digit.");
        if (IsDarkOnBright(image))
            image = Image.FromPixels(image.Height, image.Width, 1, Array.ConvertAll(image.Pixels, p => (byte)(255 - p)));
        return ToInput(image.Height == Side && image.Width == Side ? image : Centre(image));
    }

    /// <summary>A picture as the network's input.</summary>
    public static Tensor ToInput(Image image) => ((Tensor)Pictures.ToInput.Call(image)!).Unsqueeze(0);

    // Paper is bright, and the margin is paper.
    private static bool IsDarkOnBright(Image image)
    {
        long sum = 0, count = 0;
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                if (y > 0 && x > 0 && y < image.Height - 1 && x < image.Width - 1)
                    continue;
                sum += image[y, x, 0];
                count++;
            }
        }
        return sum > 127 * count;
    }

    // As MNIST's pictures were made: the strokes fill a box of 20 x 20 in the middle.
    private static Image Centre(Image image)
    {
        int threshold = (image.Pixels.Min() + image.Pixels.Max()) / 2;
        (int top, int left, int bottom, int right) = (image.Height, image.Width, 0, 0);
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                if (image[y, x, 0] > threshold)
                    (top, left, bottom, right) = (Math.Min(top, y), Math.Min(left, x), Math.Max(bottom, y), Math.Max(right, x));
            }
        }
        (int height, int width) = (bottom - top + 1, right - left + 1);
        double scale = (double)InkSide / Math.Max(height, width);
        (int newHeight, int newWidth) = (Math.Max(1, (int)Math.Round(height * scale)), Math.Max(1, (int)Math.Round(width * scale)));

        Image ink = Image.Create(height, width, 1);
        for (int y = 0; y < height; y++)
            image.Pixels.AsSpan(((top + y) * image.Width) + left, width).CopyTo(ink.Pixels.AsSpan(y * width));
        ink = (Image)new Resize((newHeight, newWidth)).Call(ink)!;
        Image centred = Image.Create(Side, Side, 1);
        for (int y = 0; y < newHeight; y++)
            ink.Pixels.AsSpan(y * newWidth, newWidth).CopyTo(centred.Pixels.AsSpan(((((Side - newHeight) / 2) + y) * Side) + ((Side - newWidth) / 2)));
        return centred;
    }
}
