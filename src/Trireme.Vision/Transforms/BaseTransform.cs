namespace Trireme.Vision.Transforms;

/// <summary>A change made to an image, or to the image within a sample. Derive and override <see cref="ApplyImage"/>.</summary>
/// <remarks>
/// Mirrors paddle.vision.transforms.BaseTransform; Python's <c>transform(x)</c> is <c>transform.Call(x)</c>. An image is an <see cref="Formats.Images.Image"/>
/// (Paddle's PIL image) or a <see cref="Tensor"/> of uint8 or float32: [H, W], [H, W, C] (Paddle's numpy array) or [C, H, W] (Paddle's tensor).
/// Of three dimensions the one of size 1 to 4 is the channels; where the first and the last both are, uint8 is [H, W, C] and float32 [C, H, W].
/// Random transforms draw from the default generator, so Paddle.Seed makes them repeatable, and a DataLoader's workers draw the same whatever their number.
/// </remarks>
public abstract class BaseTransform
{
    private static readonly string[] ImageOnly = ["image"];
    private readonly int _image;

    /// <summary>A transform.</summary>
    /// <param name="keys">What the elements of a sample are, in order: <c>"image"</c> elements are changed, others need <see cref="Apply"/> overridden.
    /// Elements beyond the keys pass through. Null for one image in front.</param>
    protected BaseTransform(IReadOnlyList<string>? keys = null)
    {
        string[] all = keys is null or [] ? ImageOnly : [.. keys];
        (Keys, _image) = (all, Math.Max(Array.IndexOf(all, "image"), 0));
    }

    /// <summary>What the elements of a sample are.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Changes an image, or the elements of a sample that <see cref="Keys"/> names.</summary>
    /// <param name="inputs">An image; or a sample: an array or another list of elements.</param>
    /// <returns>An image; or, for a sample, an array of as many elements as there were.</returns>
    /// <exception cref="InvalidArgumentException">The input is no image, or of a kind that the transform does not take.</exception>
    public object? Call(object? inputs)
    {
        if (inputs is IReadOnlyList<object?> sample)
            return ApplyAll([.. sample]);
        return Apply(Keys[0], inputs, GetParams([inputs]));
    }

    /// <summary>The transform as a function.</summary>
    /// <param name="transform">The transform.</param>
    public static implicit operator Func<object?, object?>(BaseTransform transform) => transform.Call;

    /// <summary>Draws what is common to all elements of a sample, once before they are changed.</summary>
    /// <param name="inputs">The elements.</param>
    /// <returns>Anything; it is handed to <see cref="ApplyImage"/>. Null where nothing is drawn.</returns>
    /// <remarks>Mirrors BaseTransform._get_params. The transform itself must not change: several threads may call it at once.</remarks>
    protected virtual object? GetParams(IReadOnlyList<object?> inputs) => null;

    /// <summary>Changes an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="parameters">What <see cref="GetParams"/> returned.</param>
    /// <returns>The new image; the old one is left as it was.</returns>
    /// <remarks>Mirrors BaseTransform._apply_image.</remarks>
    protected abstract object? ApplyImage(object? image, object? parameters);

    /// <summary>Changes one element of a sample.</summary>
    /// <param name="key">What it is: <c>"image"</c>, or another of <see cref="Keys"/>.</param>
    /// <param name="input">The element.</param>
    /// <param name="parameters">What <see cref="GetParams"/> returned.</param>
    /// <exception cref="InvalidArgumentException">The transform knows nothing of this kind.</exception>
    /// <remarks>Stands for BaseTransform._apply_boxes, _apply_mask and the others.</remarks>
    protected virtual object? Apply(string key, object? input, object? parameters) => key == "image"
        ? ApplyImage(input, parameters)
        : throw new InvalidArgumentException($"{GetType().Name}: it does not change '{key}'.", $"Its keys are {string.Join(", ", Keys)}.",
            "Leave the key out behind the image, or derive and override Apply.");

    // What random numbers are drawn for: the image of a sample. An element that comes alone is in front.
    private protected object? ImageOf(IReadOnlyList<object?> inputs) => inputs[_image < inputs.Count ? _image : 0];

    private object?[] ApplyAll(object?[] elements)
    {
        if (elements.Length < Keys.Count)
        {
            throw new InvalidArgumentException($"{GetType().Name}: the sample has too few elements.",
                $"It has {elements.Length}; the keys are {string.Join(", ", Keys)}.");
        }
        object? parameters = GetParams(elements);
        for (int i = 0; i < Keys.Count; i++)
            elements[i] = Apply(Keys[i], elements[i], parameters);
        return elements;
    }
}
