using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Elementwise;

/// <summary>Runs a formula's steps over runs of elements, tile by tile; registers lie in scratch memory of the thread.</summary>
internal readonly unsafe struct TileRunner<T>(Arithmetic<T> arithmetic, FormulaProgram program, int inputs, bool narrow, bool streams, LaneLoop? loop)
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    /// <summary>Elements of a tile: a handful of registers stay in the first cache level.</summary>
    public const int TileBytes = 8192;

    private const int MaxValues = 64;

    public static int Tile => TileBytes / sizeof(T);

    public FormulaProgram Program => program;

    public int Inputs => inputs;

    /// <summary>Whether the formula is one step over lanes, which rows of operands can be given to as they are.</summary>
    public bool IsLaneStep
        => !narrow && program.Steps is [var step] && EndsInLanes(program) && Math.Max(step.A, Math.Max(step.B, step.C)) < inputs;

    public bool Streams => streams;

    /// <summary>Bytes of a result element: 1 where comparisons give bools.</summary>
    public int ResultSize => narrow ? 1 : sizeof(T);

    /// <summary>Computes <paramref name="count"/> elements from where the operands point, which may be moved.</summary>
    public void Run(Operand<T>* operands, byte* target, int count)
    {
        if (loop is not null)
        {
            // Elements before the first whole line, as many as the loop does, and the rest.
            int head = streams ? Math.Min(count, StreamingCopy.Unaligned(target) / sizeof(T)) : 0;
            if (head > 0)
                target = StepByStep(operands, target, head);
            int done = loop.Run((Operand<float>*)operands, (float*)target, count - head, streams);
            Move(operands, done);
            target += done * sizeof(T);
            count -= head + done;
        }
        if (count > 0)
            StepByStep(operands, target, count);
    }

    private void Move(Operand<T>* operands, int count)
    {
        for (int i = 0; i < inputs; i++)
        {
            if (!operands[i].IsScalar)
                operands[i].Start += count;
        }
    }

    private byte* StepByStep(Operand<T>* operands, byte* target, int count)
    {
        FormulaProgram.Step[] steps = program.Steps;
        int first = program.FirstRegister, values = first + program.Registers + 1;
        Operand<T>* all = stackalloc Operand<T>[MaxValues];
        Operand<T>* v = values <= MaxValues ? all : Scratch.Get<Operand<T>>(Scratch.Slot.Values, values);
        T* constants = stackalloc T[16];
        if (program.Constants.Length > 16)
            constants = Scratch.Get<T>(Scratch.Slot.Constants, program.Constants.Length);
        for (int i = 0; i < inputs; i++)
            v[i] = operands[i];
        for (int i = 0; i < program.Constants.Length; i++)
        {
            constants[i] = T.CreateTruncating(program.Constants[i]);
            v[inputs + i] = new Operand<T>(constants + i, true);
        }
        // What is converted or copied past the caches is worked out in scratch memory first.
        bool aside = narrow || (streams && !EndsInLanes(program));
        int tile = steps.Length <= 1 && !aside ? count : Math.Min(Tile, count);
        T* scratch = (program.Registers > 0 || aside) ? Scratch.Get<T>(Scratch.Slot.Registers, (program.Registers + 1L) * tile) : null;
        for (int start = 0; start < count; start += tile)
        {
            int n = Math.Min(tile, count - start);
            for (int r = 0; r < program.Registers; r++)
                v[first + r] = new Operand<T>(scratch + (r * tile), false);
            byte* goal = target + ((long)start * ResultSize);
            v[values - 1] = new Operand<T>(aside ? scratch + (program.Registers * tile) : (T*)goal, false);
            for (int i = 0; i < steps.Length; i++)
                Step(steps[i], v, n, streams && !aside && i == steps.Length - 1);
            Operand<T> result = steps.Length > 0 ? v[values - 1] : v[program.Result];
            Deliver(result, goal, n);
            Move(v, n);
        }
        Move(operands, count);
        return target + ((long)count * ResultSize);
    }

    /// <summary>Whether the last step of a formula writes past the caches itself.</summary>
    public static bool EndsInLanes(FormulaProgram program) => program.Steps.Length > 0 && LaneSteps.Handles<T>(program.Steps[^1].Kind);

    private static Operand<float> As(Operand<T> x) => new((float*)x.Start, x.IsScalar);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Step(in FormulaProgram.Step step, Operand<T>* v, int n, bool isStreamed)
    {
        Operand<T> a = v[step.A], b = step.B < 0 ? default : v[step.B], c = step.C < 0 ? default : v[step.C];
        // What depends on scalars alone is a scalar.
        bool scalar = a.IsScalar && (step.B < 0 || b.IsScalar) && (step.C < 0 || c.IsScalar);
        v[step.Target].IsScalar = scalar;
        T* target = v[step.Target].Start;
        // A register that held one number for all is read for every element: what is written there must not be what is read.
        T single = *target;
        if (!scalar)
        {
            if (a.IsScalar && a.Start == target)
                a.Start = &single;
            if (b.IsScalar && b.Start == target)
                b.Start = &single;
            if (c.IsScalar && c.Start == target)
                c.Start = &single;
        }
        if (LaneSteps.Handles<T>(step.Kind))
            LaneSteps.Run(step.Kind, As(a), As(b), As(c), (float*)target, scalar ? 1 : n, isStreamed && !scalar);
        else
            arithmetic.Run(step.Kind, a, b, c, target, scalar ? 1 : n);
    }

    private void Deliver(Operand<T> result, byte* goal, int n)
    {
        if (narrow)
        {
            T* from = result.Start;
            if (result.IsScalar)
                new Span<byte>(goal, n).Fill(*from != T.Zero ? (byte)1 : (byte)0);
            else
                VectorFunctions.ToBytes(from, goal, n);
        }
        else if (streams && !result.IsScalar && result.Start != (T*)goal)
        {
            StreamingCopy.Run((byte*)result.Start, goal, (nint)n * sizeof(T));
        }
        else if (result.IsScalar)
        {
            new Span<T>(goal, n).Fill(*result.Start);
        }
        else if (result.Start != (T*)goal)
        {
            result.Span(n).CopyTo(new Span<T>(goal, n));
        }
    }
}
