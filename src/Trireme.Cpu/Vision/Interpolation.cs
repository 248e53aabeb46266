using System.Numerics;
using System.Numerics.Tensors;

namespace Trireme.Cpu.Vision;

/// <summary>Interpolation axis by axis: rows are blended in vectors to one row of input width, whose elements are then gathered.</summary>
internal static unsafe class Interpolation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Forward(int planes, ReadOnlySpan<int> input, ReadOnlySpan<int> output, Taps[] taps, T* x, T* y)
    {
        var job = new Job(input, output, taps);
        Workers.For(planes, 4L * job.OutPlane, (start, end) =>
        {
            var blended = new T[job.W];
            for (int plane = start; plane < end; plane++)
            {
                T* from = x + ((long)plane * job.Plane), to = y + ((long)plane * job.OutPlane);
                for (int row = 0; row < job.OD * job.OH; row++)
                {
                    ReadOnlySpan<T> line = job.Blend(from, row / job.OH, row % job.OH, blended);
                    job.Gather(line, new Span<T>(to + ((long)row * job.OW), job.OW));
                }
            }
        });
    }

    public static void Backward(int planes, ReadOnlySpan<int> input, ReadOnlySpan<int> output, Taps[] taps, T* dy, T* dx)
    {
        var job = new Job(input, output, taps);
        Workers.For(planes, 4L * job.OutPlane, (start, end) =>
        {
            var line = new T[job.W];
            for (int plane = start; plane < end; plane++)
            {
                T* from = dy + ((long)plane * job.OutPlane), to = dx + ((long)plane * job.Plane);
                new Span<T>(to, job.Plane).Clear();
                for (int row = 0; row < job.OD * job.OH; row++)
                {
                    Array.Clear(line);
                    job.Scatter(new ReadOnlySpan<T>(from + ((long)row * job.OW), job.OW), line);
                    job.Spread(line, row / job.OH, row % job.OH, to);
                }
            }
        });
    }

    private sealed class Job
    {
        private readonly Taps _depth, _height, _width;
        private readonly T[] _weights;
        private readonly int _h;

        public Job(ReadOnlySpan<int> input, ReadOnlySpan<int> output, Taps[] taps)
        {
            (_depth, _height, _width) = (taps.Length == 3 ? taps[0] : Taps.Single, taps.Length >= 2 ? taps[^2] : Taps.Single, taps[^1]);
            _h = input.Length >= 2 ? input[^2] : 1;
            W = input[^1];
            Plane = (input.Length == 3 ? input[0] : 1) * _h * W;
            OD = output.Length == 3 ? output[0] : 1;
            OH = output.Length >= 2 ? output[^2] : 1;
            OW = output[^1];
            _weights = Array.ConvertAll(_width.Weight, T.CreateTruncating);
        }

        public int W { get; }

        public int Plane { get; }

        public int OD { get; }

        public int OH { get; }

        public int OW { get; }

        public int OutPlane => OD * OH * OW;

        /// <summary>The input rows of one output row, weighted and added.</summary>
        public ReadOnlySpan<T> Blend(T* plane, int od, int oh, T[] buffer)
        {
            bool first = true;
            for (int d = 0; d < _depth.Count; d++)
            {
                for (int h = 0; h < _height.Count; h++)
                {
                    double weight = _depth.Weight[(od * _depth.Count) + d] * _height.Weight[(oh * _height.Count) + h];
                    if (weight == 0)
                        continue;
                    int row = (_depth.Index[(od * _depth.Count) + d] * _h) + _height.Index[(oh * _height.Count) + h];
                    var line = new ReadOnlySpan<T>(plane + ((long)row * W), W);
                    if (weight == 1)
                        return line;
                    if (first)
                        TensorPrimitives.Multiply(line, T.CreateTruncating(weight), buffer);
                    else
                        TensorPrimitives.MultiplyAdd(line, T.CreateTruncating(weight), buffer, buffer);
                    first = false;
                }
            }
            return buffer;
        }

        public void Gather(ReadOnlySpan<T> line, Span<T> row)
        {
            int count = _width.Count;
            int[] index = _width.Index;
            for (int i = 0, k = 0; i < row.Length; i++)
            {
                T sum = T.Zero;
                for (int t = 0; t < count; t++, k++)
                    sum += _weights[k] * line[index[k]];
                row[i] = sum;
            }
        }

        public void Scatter(ReadOnlySpan<T> row, T[] line)
        {
            for (int i = 0, k = 0; i < row.Length; i++)
            {
                for (int t = 0; t < _width.Count; t++, k++)
                    line[_width.Index[k]] += _weights[k] * row[i];
            }
        }

        public void Spread(ReadOnlySpan<T> line, int od, int oh, T* plane)
        {
            for (int d = 0; d < _depth.Count; d++)
            {
                for (int h = 0; h < _height.Count; h++)
                {
                    double weight = _depth.Weight[(od * _depth.Count) + d] * _height.Weight[(oh * _height.Count) + h];
                    int row = (_depth.Index[(od * _depth.Count) + d] * _h) + _height.Index[(oh * _height.Count) + h];
                    var sum = new Span<T>(plane + ((long)row * W), W);
                    TensorPrimitives.MultiplyAdd(line, T.CreateTruncating(weight), sum, sum);
                }
            }
        }
    }
}
