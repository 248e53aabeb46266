using Trireme.Formats.Images;
using Trireme.Vision.Transforms;

namespace Trireme.Cli;

/// <summary>Makes the input of a network from a picture: channels first, (sample * scale - mean) / std.</summary>
/// <param name="Size">Height and width; null for the declared ones, or the picture's own.</param>
/// <param name="Scale">Multiplies samples of 0 to 255.</param>
/// <param name="Mean">One number, or one a channel.</param>
/// <param name="Std">One number, or one a channel.</param>
/// <param name="IsBgr">Whether the channels come as blue, green, red.</param>
internal sealed record PictureInput(Shape? Size, double Scale, double[] Mean, double[] Std, bool IsBgr)
{
    /// <summary>Reads a picture.</summary>
    /// <param name="file">PNG, JPEG, BMP or PNM.</param>
    /// <param name="declared">What the model says of the input: batch, channels, height, width.</param>
    /// <exception cref="ToolException">The model's input is no picture, or the options do not fit its channels.</exception>
    public Tensor Read(string file, Shape declared)
    {
        if (declared.Rank != 4 || declared[1] is not (1 or 3 or -1))
            throw new ToolException($"{file}: the model's input is {declared}, no picture of 1 or 3 channels; give a .npy file.");
        if (Size is { } two && two.Rank != 2)
            throw new ToolException($"--size takes height and width, not {two}.");
        Image image = ImageFile.Load(file).Upright();
        image = declared[1] == 1 ? image.ToGrey() : image.ToRgb();
        int height = Size?[0] ?? (declared[2] > 0 ? declared[2] : image.Height), width = Size?[1] ?? (declared[3] > 0 ? declared[3] : image.Width);
        if (image.Height != height || image.Width != width)
            image = (Image)new Resize((height, width)).Call(image)!;
        int channels = image.Channels;
        double[] mean = PerChannel("--mean", Mean, channels), std = PerChannel("--std", Std, channels);
        if (std.Any(s => s == 0))
            throw new ToolException("--std: a channel cannot be divided by 0.");
        var samples = new float[channels * height * width];
        for (int c = 0; c < channels; c++)
        {
            int source = IsBgr ? channels - 1 - c : c;
            for (int i = 0; i < height * width; i++)
                samples[(c * height * width) + i] = (float)(((image.Pixels[(i * channels) + source] * Scale) - mean[c]) / std[c]);
        }
        return Paddle.ToTensor<float>(samples, [1, channels, height, width]);
    }

    private static double[] PerChannel(string option, double[] numbers, int channels)
        => numbers.Length == channels ? numbers
            : numbers.Length == 1 ? Enumerable.Repeat(numbers[0], channels).ToArray()
            : throw new ToolException($"{option} has {numbers.Length} numbers; the picture has {channels} channels.");
}
