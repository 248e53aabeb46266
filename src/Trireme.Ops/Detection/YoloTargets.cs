namespace Trireme.Operators;

/// <summary>Which predictions of a YOLOv3 head stand for which objects, and which predictions shall be empty.</summary>
internal sealed class YoloTargets
{
    private readonly YoloLossOp _op;
    private readonly DType _dtype;
    private readonly double[] _objects;
    private readonly int _side;
    private readonly List<double> _places = [], _sizes = [], _weights = [], _scores = [];
    private readonly List<int> _labels = [];

    public YoloTargets(YoloLossOp op, Tensor x, Tensor boxes, Tensor labels, Tensor? scores)
    {
        (_op, _dtype, _side) = (op, x.DType, x.Shape[2]);
        int images = x.Shape[0], kinds = op.AnchorMask.Count, count = boxes.Shape[1];
        _objects = new double[images * kinds * _side * _side];
        double[] predicted = x.Detach().Cast(DType.Float64).ToArray<double>(), given = boxes.Cast(DType.Float64).ToArray<double>();
        double[]? score = scores?.Cast(DType.Float64).ToArray<double>();
        long[] label = Sequences.Integers(labels);
        for (int image = 0; image < images; image++)
        {
            var known = new List<(int Index, YoloBox Box)>();
            for (int b = image * count; b < (image + 1) * count; b++)
            {
                var box = new YoloBox(given[4 * b], given[(4 * b) + 1], given[(4 * b) + 2], given[(4 * b) + 3]);
                if (box.W > 1e-6 && box.H > 1e-6)
                    known.Add((b, box));
            }
            HideNear(predicted, image, known.ConvertAll(k => k.Box));
            foreach ((int index, YoloBox box) in known)
            {
                if (label[index] < 0 || label[index] >= op.ClassNum)
                    throw new InvalidArgumentException($"yolov3_loss: the label {label[index]} is outside [0, {op.ClassNum - 1}].");
                Assign(image, box, (int)label[index], score is null ? 1 : score[index]);
            }
        }
    }

    /// <summary>The prediction of each object that this head has.</summary>
    public List<int> Rows { get; } = [];

    /// <summary>The image of each such object.</summary>
    public List<int> Images { get; } = [];

    private double InputSize => (double)_op.DownsampleRatio * _side;

    /// <summary>For each prediction whether it is an object, and how much that counts.</summary>
    public (Tensor IsObject, Tensor Counts) Objects()
        => (Of(Array.ConvertAll(_objects, o => o > 1e-5 ? 1.0 : 0.0), 1), Of(Array.ConvertAll(_objects, o => o > 1e-5 ? o : o > -0.5 ? 1.0 : 0.0), 1));

    public Tensor Places() => Of(_places.ToArray(), 2);

    public Tensor Sizes() => Of(_sizes.ToArray(), 2);

    public Tensor Weights() => Of(_weights.ToArray(), 0);

    public Tensor Scores() => Of(_scores.ToArray(), 0);

    public Tensor Classes()
    {
        double smooth = _op.UseLabelSmooth ? Math.Min(1.0 / _op.ClassNum, 1.0 / 40) : 0;
        var values = new double[_labels.Count * _op.ClassNum];
        for (int i = 0; i < values.Length; i++)
            values[i] = i % _op.ClassNum == _labels[i / _op.ClassNum] ? 1 - smooth : smooth;
        return Of(values, _op.ClassNum);
    }

    private Tensor Of(double[] values, int columns) => Tensor.From<double>(values, columns == 0 ? values.Length : (values.Length / columns,
        columns)).Cast(_dtype);

    private int Place(int image, int kind, int row, int column) => (((((image * _op.AnchorMask.Count) + kind) * _side) + row) * _side) + column;

    // Predictions that meet an object well are not told to be empty.
    private void HideNear(double[] x, int image, List<YoloBox> known)
    {
        int cells = _side * _side, fields = 5 + _op.ClassNum, kinds = _op.AnchorMask.Count;
        double shift = -0.5 * (_op.ScaleXY - 1);
        for (int kind = 0; kind < kinds && known.Count > 0; kind++)
        {
            int first = ((image * kinds) + kind) * fields * cells, anchor = _op.AnchorMask[kind];
            for (int cell = 0; cell < cells; cell++)
            {
                double At(int field) => x[first + (field * cells) + cell];
                var box = new YoloBox(((cell % _side) + (Sigmoid(At(0)) * _op.ScaleXY) + shift) / _side, ((cell / _side) + (Sigmoid(At(1)) * _op.ScaleXY)
                    + shift) / _side,
                    Math.Exp(At(2)) * _op.Anchors[2 * anchor] / InputSize, Math.Exp(At(3)) * _op.Anchors[(2 * anchor) + 1] / InputSize);
                if (known.Max(k => k.Overlap(box)) > _op.IgnoreThresh)
                    _objects[Place(image, kind, cell / _side, cell % _side)] = -1;
            }
        }
    }

    private void Assign(int image, YoloBox box, int label, double score)
    {
        int best = 0;
        double overlap = 0;
        for (int a = 0; a < _op.Anchors.Count / 2; a++)
        {
            double own = (box with { X = 0, Y = 0 }).Overlap(new YoloBox(0, 0, _op.Anchors[2 * a] / InputSize, _op.Anchors[(2 * a) + 1] / InputSize));
            if (own > overlap)
                (best, overlap) = (a, own);
        }
        int kind = Array.IndexOf(_op.AnchorMask.ToArray(), best);
        if (kind < 0)
            return;
        int column = Math.Clamp((int)(box.X * _side), 0, _side - 1), row = Math.Clamp((int)(box.Y * _side), 0, _side - 1), place = Place(image, kind, row,
            column);
        _objects[place] = score;
        Rows.Add(place);
        Images.Add(image);
        _places.AddRange([(box.X * _side) - column, (box.Y * _side) - row]);
        _sizes.AddRange([Math.Log(box.W * InputSize / _op.Anchors[2 * best]), Math.Log(box.H * InputSize / _op.Anchors[(2 * best) + 1])]);
        _weights.Add((2 - (box.W * box.H)) * score);
        _scores.Add(score);
        _labels.Add(label);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>A box by its middle and its sides.</summary>
    private readonly record struct YoloBox(double X, double Y, double W, double H)
    {
        public double Overlap(YoloBox other)
        {
            double w = Math.Min(X + (W / 2), other.X + (other.W / 2)) - Math.Max(X - (W / 2), other.X - (other.W / 2));
            double h = Math.Min(Y + (H / 2), other.Y + (other.H / 2)) - Math.Max(Y - (H / 2), other.Y - (other.H / 2));
            double shared = w < 0 || h < 0 ? 0 : w * h;
            return shared / ((W * H) + (other.W * other.H) - shared);
        }
    }
}
