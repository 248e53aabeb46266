using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class WarpCtcKernel : FloatKernel<WarpCtcOp>
{
    protected override void Run<T>(WarpCtcOp op, KernelContext k)
    {
        Data<T> logits = k.In<T>("Logits"), grad = k.Out<T>("WarpCTCGrad");
        T* loss = k.Out<T>("Loss").Pointer;
        Data<int> labels = k.In<int>("Label");
        long* times = k.In<long>("LogitsLength").Pointer, lengths = k.In<long>("LabelLength").Pointer;
        int steps = logits.Shape[0], batch = logits.Shape[1], classes = logits.Shape[2], longest = labels.Shape[1];
        for (int n = 0; n < batch; n++)
        {
            if (times[n] < 0 || times[n] > steps)
                throw new InvalidArgumentException($"warpctc: sequence {n} has {times[n]} steps.", $"Logits have {steps}.");
            if (lengths[n] < 0 || lengths[n] > longest)
                throw new InvalidArgumentException($"warpctc: label {n} has length {lengths[n]}.", $"Label has room for {longest}.");
            for (int i = 0; i < lengths[n]; i++)
            {
                int label = labels[(n * longest) + i];
                if ((uint)label >= (uint)classes)
                    throw new OutOfRangeException($"warpctc: label {label} (sequence {n}, place {i}) is outside [0, {classes - 1}].", $"There are {classes} classes.");
            }
        }
        grad.Span.Clear();
        T* x = logits.Pointer, dx = grad.Pointer;
        int* targets = labels.Pointer;
        Workers.For(batch, 40L * steps * (longest + classes), (start, end) =>
        {
            for (int n = start; n < end; n++)
            {
                var path = new Path((int)times[n], (int)lengths[n], classes, op.Blank, targets + ((long)n * longest));
                loss[n] = T.CreateTruncating(path.Solve(x + ((long)n * classes), (long)batch * classes, dx + ((long)n * classes), op.NormByTimes));
            }
        });
    }

    // One sequence, in logarithms and double precision: the sums run over all alignments and cancel badly in less.
    private sealed class Path(int steps, int length, int classes, int blank, int* label)
    {
        private readonly double[] _log = new double[steps * classes];
        private readonly double[] _forward = new double[steps * ((2 * length) + 1)];
        private readonly double[] _backward = new double[steps * ((2 * length) + 1)];

        public double Solve<T>(T* x, long stride, T* dx, bool normByTimes)
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            if (steps == 0)
                return length == 0 ? 0 : double.PositiveInfinity;
            LogSoftmax(x, stride);
            int states = (2 * length) + 1;
            Forward(states);
            Backward(states);
            int last = (steps - 1) * states;
            double total = Add(_forward[last + states - 1], states > 1 ? _forward[last + states - 2] : double.NegativeInfinity);
            if (double.IsNegativeInfinity(total))
                return double.PositiveInfinity;
            double factor = normByTimes ? 1.0 / steps : 1;
            var mass = new double[classes];
            for (int t = 0; t < steps; t++)
            {
                Array.Fill(mass, double.NegativeInfinity);
                for (int s = 0; s < states; s++)
                    mass[Class(s)] = Add(mass[Class(s)], _forward[(t * states) + s] + _backward[(t * states) + s]);
                for (int c = 0; c < classes; c++)
                {
                    double log = _log[(t * classes) + c];
                    dx[(t * stride) + c] = T.CreateTruncating(factor * (Math.Exp(log) - Math.Exp(mass[c] - total)));
                }
            }
            return -total;
        }

        private int Class(int state) => (state & 1) == 0 ? blank : label[state / 2];

        private bool MaySkip(int state) => (state & 1) == 1 && state >= 2 && Class(state) != Class(state - 2);

        private void LogSoftmax<T>(T* x, long stride)
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            for (int t = 0; t < steps; t++)
            {
                double max = double.NegativeInfinity, sum = 0;
                for (int c = 0; c < classes; c++)
                    max = Math.Max(max, double.CreateTruncating(x[(t * stride) + c]));
                for (int c = 0; c < classes; c++)
                    sum += Math.Exp(double.CreateTruncating(x[(t * stride) + c]) - max);
                for (int c = 0; c < classes; c++)
                    _log[(t * classes) + c] = double.CreateTruncating(x[(t * stride) + c]) - max - Math.Log(sum);
            }
        }

        // Probability of all beginnings that are in a state after a step, that step's output included.
        private void Forward(int states)
        {
            Array.Fill(_forward, double.NegativeInfinity);
            for (int s = 0; s < Math.Min(2, states); s++)
                _forward[s] = _log[Class(s)];
            for (int t = 1; t < steps; t++)
            {
                int now = t * states, before = now - states;
                for (int s = 0; s < states; s++)
                {
                    double sum = _forward[before + s];
                    if (s >= 1)
                        sum = Add(sum, _forward[before + s - 1]);
                    if (MaySkip(s))
                        sum = Add(sum, _forward[before + s - 2]);
                    _forward[now + s] = sum + _log[(t * classes) + Class(s)];
                }
            }
        }

        // Probability of all ends from a state, that step's output not included.
        private void Backward(int states)
        {
            Array.Fill(_backward, double.NegativeInfinity);
            int last = (steps - 1) * states;
            _backward[last + states - 1] = 0;
            if (states > 1)
                _backward[last + states - 2] = 0;
            for (int t = steps - 2; t >= 0; t--)
            {
                int now = t * states, next = now + states;
                for (int s = 0; s < states; s++)
                {
                    double sum = Step(next, t + 1, s);
                    if (s + 1 < states)
                        sum = Add(sum, Step(next, t + 1, s + 1));
                    if (s + 2 < states && MaySkip(s + 2))
                        sum = Add(sum, Step(next, t + 1, s + 2));
                    _backward[now + s] = sum;
                }
            }
        }

        private double Step(int row, int t, int state) => _backward[row + state] + _log[(t * classes) + Class(state)];

        private static double Add(double a, double b)
        {
            double max = Math.Max(a, b);
            return double.IsNegativeInfinity(max) ? max : max + Math.Log(Math.Exp(a - max) + Math.Exp(b - max));
        }
    }
}
