using Trireme.Operators;

namespace Trireme.Cpu.Detection;

/// <summary>Boxes and scores by image, class and place, whichever of the two layouts they have.</summary>
internal sealed unsafe class NmsInput
{
    private readonly float* _boxes, _scores;
    private readonly int[]? _offsets;
    private readonly int _places;

    public NmsInput(KernelContext k)
    {
        Data<float> boxes = k.In<float>("BBoxes"), scores = k.In<float>("Scores");
        _boxes = boxes.Pointer;
        _scores = scores.Pointer;
        Classes = scores.Shape[1];
        if (scores.Shape.Rank == 3)
        {
            (Images, _places) = (scores.Shape[0], scores.Shape[2]);
            return;
        }
        _offsets = Offsets(k, boxes.Shape[0]);
        Images = _offsets.Length - 1;
    }

    public int Images { get; }

    public int Classes { get; }

    public int Count(int image) => _offsets is null ? _places : _offsets[image + 1] - _offsets[image];

    public float Score(int image, int label, int place)
        => _offsets is null ? _scores[(((image * Classes) + label) * _places) + place] : _scores[((_offsets[image] + place) * Classes) + label];

    public Box BoxOf(int image, int label, int place) => Box.At(new ReadOnlySpan<float>(_boxes + (4 * Index(image, label, place)), 4), 0);

    public int Index(int image, int label, int place)
        => _offsets is null ? (image * _places) + place : ((_offsets[image] + place) * Classes) + label;

    public static void Write(Span<float> rows, int row, int label, float score, Box box)
    {
        Span<float> values = rows.Slice(6 * row, 6);
        (values[0], values[1]) = (label, score);
        box.CopyTo(values[2..], 0);
    }

    private static int[] Offsets(KernelContext k, int rows)
    {
        if (k.Lod("BBoxes") is { } lod)
            return lod[-1].ToArray();
        if (k.InputCount < 3 || !k.Has("RoisNum"))
            return [0, rows];
        return RoiOffsets.FromCounts(k.In<int>("RoisNum").Span);
    }
}
