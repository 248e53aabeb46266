using Trireme.Vision.Transforms.Rasters;

namespace Trireme.Vision.Transforms;

/// <summary>Transforms one after the other.</summary>
/// <remarks>
/// Mirrors paddle.vision.transforms.Compose. Where <see cref="ToTensor"/> is followed by <see cref="Normalize"/>, both are done in one pass with the same result.
/// </remarks>
public sealed class Compose
{
    private readonly Func<object?, object?>[] _steps;

    /// <summary>A chain of transforms.</summary>
    /// <param name="transforms">Transforms and lambdas: <c>new Compose([new Resize(32), x => x, new ToTensor()])</c>.</param>
    /// <exception cref="InvalidArgumentException">One is null.</exception>
    public Compose(IReadOnlyList<Func<object?, object?>> transforms)
    {
        Transforms = [.. transforms];
        int missing = Transforms.TakeWhile(t => t is not null).Count();
        if (missing < Transforms.Count)
            throw new InvalidArgumentException($"Compose: transform {missing} is null.");
        _steps = Fused(Transforms);
    }

    /// <summary>The transforms in order.</summary>
    public IReadOnlyList<Func<object?, object?>> Transforms { get; }

    /// <summary>Passes data through all transforms.</summary>
    /// <param name="data">An image or a sample.</param>
    /// <returns>What the last transform returns; <paramref name="data"/> where there are none.</returns>
    public object? Call(object? data)
    {
        foreach (Func<object?, object?> step in _steps)
            data = step(data);
        return data;
    }

    /// <summary>The chain as a function.</summary>
    /// <param name="compose">The chain.</param>
    public static implicit operator Func<object?, object?>(Compose compose) => compose.Call;

    /// <summary>The transforms, one a line.</summary>
    public override string ToString()
        => $"Compose(\n{string.Concat(Transforms.Select(t => $"    {t.Target?.GetType().Name ?? t.Method.Name}\n"))})";

    private static Func<object?, object?>[] Fused(IReadOnlyList<Func<object?, object?>> transforms)
    {
        var steps = new List<Func<object?, object?>>();
        for (int i = 0; i < transforms.Count; i++)
        {
            if (i + 1 < transforms.Count && TensorNormalizer.Of(transforms[i].Target, transforms[i + 1].Target) is { } both)
            {
                Func<object?, object?> first = transforms[i], second = transforms[++i];
                steps.Add(x => x is Formats.Images.Image image && both.TryApply(image) is { } done ? done : second(first(x)));
            }
            else
            {
                steps.Add(transforms[i]);
            }
        }
        return [.. steps];
    }
}
