using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Elementwise;

/// <summary>A formula of several steps in single precision as one loop over lanes: nothing is written down between its steps.</summary>
internal abstract unsafe class LaneLoop
{
    /// <summary>
    /// Computes as many elements from where the operands point as whole vectors have, and returns how many these are: the same bits as step by step.
    /// Results that go past the caches need an aligned target.
    /// </summary>
    public abstract int Run(Operand<float>* operands, float* target, int count, bool streams);
}

/// <summary>The loop of one formula, which is a type.</summary>
internal sealed unsafe class LaneLoop<TValue>(int inputs, float[] constants, int places) : LaneLoop
    where TValue : struct, ILaneValue
{
    public override int Run(Operand<float>* operands, float* target, int count, bool streams)
    {
        const int size = LaneFrame.PlaceSize;
        float* block = stackalloc float[(places + inputs + 1) * size];
        // From a line on.
        block += StreamingCopy.Unaligned(block) / sizeof(float);
        float** starts = stackalloc float*[inputs];
        nint* masks = stackalloc nint[inputs];
        for (int i = 0; i < constants.Length; i++)
            new Span<float>(block + (i * size), size).Fill(constants[i]);
        for (int i = 0; i < inputs; i++)
        {
            starts[i] = operands[i].Start;
            masks[i] = operands[i].IsScalar ? 0 : -1;
            if (operands[i].IsScalar)
            {
                starts[i] = block + ((places + i) * size);
                new Span<float>(starts[i], size).Fill(*operands[i].Start);
            }
        }
        var body = new Body { Frame = new LaneFrame(starts, masks, block), Target = target, Count = count, Streams = streams };
        LaneWidth.Run(ref body);
        return body.Done;
    }

    private struct Body : ILaneBody
    {
        public LaneFrame Frame;
        public float* Target;
        public int Count, Done;
        public bool Streams;

        public void Run<L>()
            where L : struct, ILanes<L>
        {
            Done = Count - (Count % L.Count);
            if (Streams)
                PastCaches<L>(Frame, Target, Done);
            else
                ToCaches<L>(Frame, Target, Done);
        }

        [MethodImpl(Compiled.Alone)]
        private static void ToCaches<L>(LaneFrame frame, float* target, nint count)
            where L : struct, ILanes<L>
        {
            for (nint i = 0; i < count; i += L.Count)
                TValue.At<L>(frame, i).Store(target + i);
        }

        [MethodImpl(Compiled.Alone)]
        private static void PastCaches<L>(LaneFrame frame, float* target, nint count)
            where L : struct, ILanes<L>
        {
            for (nint i = 0; i < count; i += L.Count)
                TValue.At<L>(frame, i).StoreStreaming(target + i);
        }
    }
}
