using Trireme.Operators;

namespace Trireme;

/// <summary>
/// Sequences of different lengths, step by step: the longest first, so that the sequences that still run at a step are the first ones. A row of
/// the batches is a step of one sequence.
/// </summary>
internal sealed class TimeBatches
{
    private readonly int[] _rows;

    public TimeBatches(int[] offsets, bool isReverse = false)
    {
        int count = offsets.Length - 1;
        Order = Enumerable.Range(0, count).OrderByDescending(i => offsets[i + 1] - offsets[i]).ToArray();
        int steps = count == 0 ? 0 : offsets[Order[0] + 1] - offsets[Order[0]];
        Running = Enumerable.Range(0, steps).Select(t => Order.TakeWhile(i => offsets[i + 1] - offsets[i] > t).Count()).ToArray();
        _rows = Running.SelectMany((n, t) => Order.Take(n).Select(i => isReverse ? offsets[i + 1] - 1 - t : offsets[i] + t)).ToArray();
        Starts = new int[steps + 1];
        for (int t = 0; t < steps; t++)
            Starts[t + 1] = Starts[t] + Running[t];
    }

    /// <summary>The sequences, longest first.</summary>
    public int[] Order { get; }

    /// <summary>How many sequences run at each step.</summary>
    public int[] Running { get; }

    /// <summary>Where each step's rows begin.</summary>
    public int[] Starts { get; }

    public int Steps => Running.Length;

    /// <summary>The rows of x, step by step.</summary>
    public Tensor Gather(Tensor x) => Sequences.Rows(x, _rows);

    /// <summary>The rows of one step.</summary>
    public Tensor Step(Tensor gathered, int t) => gathered.Slice(0, Starts[t], Starts[t + 1]);

    /// <summary>The states a step goes on from: those of the sequences that still run.</summary>
    public Tensor Kept(Tensor state, int t) => state.Shape[0] == Running[t] ? state : state.Slice(0, 0, Running[t]);

    /// <summary>One tensor for each step, back in the order of the sequences.</summary>
    public Tensor Scatter(IReadOnlyList<Tensor> steps, Lod? lod)
    {
        int[] back = new int[_rows.Length];
        for (int i = 0; i < back.Length; i++)
            back[_rows[i]] = i;
        return Sequences.Rows(steps.Count == 1 ? steps[0] : Paddle.Concat(steps), back, lod);
    }

    /// <summary>What belongs to whole sequences, longest first; zeros where it is absent.</summary>
    public Tensor Initial(Tensor? state, int width, DType dtype) => state is null ? Paddle.Zeros((Order.Length, width), dtype) : Sequences.Rows(state, Order);

    /// <summary>From longest first back to the order of the sequences.</summary>
    public int[] Back
    {
        get
        {
            int[] back = new int[Order.Length];
            for (int i = 0; i < back.Length; i++)
                back[Order[i]] = i;
            return back;
        }
    }
}
