using System.Runtime.CompilerServices;

namespace Trireme.Operators;

/// <summary>One run of an operator: its inputs, what its outputs look like, and its outputs. The contexts are views of it.</summary>
internal sealed unsafe class OpCall
{
    [ThreadStatic]
    private static OpCall? _idle;

    private nint* _pointers;
    private Tensor?[] _room = [];

    public OpCall(Op op, OpInfo info, Tensor?[] inputs, int[] inputStarts)
    {
        Op = op;
        Info = info;
        Inputs = inputs;
        InputStarts = inputStarts;
        OutputStarts = info.Identity;
        OutputMetas = new TensorMeta[info.OutputSlots.Length];
        Outputs = [];
    }

    public Op Op { get; private set; }

    public OpInfo Info { get; private set; }

    public Tensor?[] Inputs { get; private set; }

    /// <summary>Where each slot's tensors begin in <see cref="Inputs"/>; one entry more than there are slots.</summary>
    public int[] InputStarts { get; private set; }

    public int[] OutputStarts { get; private set; }

    public TensorMeta[] OutputMetas { get; private set; }

    public Tensor[] Outputs { get; set; }

    /// <summary>What the kernel keeps from run to run; only of a call that <see cref="Bind"/> made one of a plan.</summary>
    public object? Kept { get; set; }

    /// <summary>Whether the call runs again and again, each time on the same shapes.</summary>
    public bool Repeats { get; private set; }

    /// <summary>A call to run now. Most runs use the one their thread used before: operators run by the million.</summary>
    public static OpCall Begin(Op op, OpInfo info, Tensor?[] inputs, int[] inputStarts)
    {
        OpCall? call = _idle;
        if (call is null)
            return new OpCall(op, info, inputs, inputStarts);
        _idle = null;
        (call.Op, call.Info, call.Inputs, call.InputStarts) = (op, info, inputs, inputStarts);
        if (call.OutputMetas.Length != info.OutputSlots.Length)
            call.OutputMetas = new TensorMeta[info.OutputSlots.Length];
        else
            Array.Clear(call.OutputMetas);
        call.OutputStarts = info.Identity;
        return call;
    }

    /// <summary>Gives the call back when nothing refers to it any more; it holds on to no tensor.</summary>
    public void End()
    {
        Inputs = [];
        Outputs = [];
        _idle = this;
    }

    /// <summary>Places for so many tensors that are being made, all empty; whoever fills them empties them again.</summary>
    public Tensor?[] Room(int count) => _room.Length >= count ? _room : _room = new Tensor?[count];

    public int InputIndex(string slot) => SlotIndex(Info.InputSlots, slot);

    public int OutputIndex(string slot) => SlotIndex(Info.OutputSlots, slot);

    public void SetOutputList(int slot, TensorMeta[] metas)
    {
        int extra = metas.Length - (OutputStarts[slot + 1] - OutputStarts[slot]);
        int[] starts = OutputStarts[..(Info.OutputSlots.Length + 1)];
        for (int i = slot + 1; i < starts.Length; i++)
            starts[i] += extra;
        var all = new TensorMeta[starts[^1]];
        Array.Copy(OutputMetas, all, OutputStarts[slot]);
        metas.CopyTo(all, starts[slot]);
        Array.Copy(OutputMetas, OutputStarts[slot + 1], all, starts[slot + 1], starts[^1] - starts[slot + 1]);
        OutputStarts = starts;
        OutputMetas = all;
    }

    /// <summary>Takes over another run's outputs: how many there are, and where each slot's begin.</summary>
    public void CopyLayout(OpCall other, TensorMeta[] metas)
    {
        OutputStarts = other.OutputStarts;
        OutputMetas = metas;
        Outputs = new Tensor[metas.Length];
    }

    /// <summary>Fixes the outputs: a plan calls the same kernel on the same memory again and again.</summary>
    public void Bind(int[] outputStarts, Tensor[] outputs)
    {
        OutputStarts = outputStarts;
        Outputs = outputs;
        OutputMetas = Array.ConvertAll(outputs, t => t is null ? default : t.Meta);
        Repeats = true;
    }

    public nint InputPointer(int position) => _pointers[position];

    public nint OutputPointer(int position) => _pointers[Inputs.Length + position];

    /// <summary>An output whose size only the kernel can tell. Its memory never moves, so it needs no pin.</summary>
    public void AllocateOutput(int position, Shape shape)
    {
        DType dtype = OutputMetas[position].DType;
        Outputs[position] = new Tensor(Memory.NativeStorage.Create(Math.Max(1, shape.Numel * dtype.Size)), 0, shape, dtype);
        fixed (byte* p = &Outputs[position].Start)
            _pointers[Inputs.Length + position] = (nint)p;
    }

    /// <summary>Runs the kernel with every tensor's bytes held in place: small ones lie on the managed heap.</summary>
    public void Execute(Kernel kernel)
    {
        int count = Inputs.Length + Outputs.Length;
        nint* pointers = stackalloc nint[Math.Min(count, 64)];
        if (count > 64)
        {
            nint[] many = GC.AllocateUninitializedArray<nint>(count, pinned: true);
            pointers = (nint*)Unsafe.AsPointer(ref many[0]);
        }
        _pointers = pointers;
        Pin(kernel, 0, count);
        _pointers = null;
    }

    private void Pin(Kernel kernel, int done, int count)
    {
        fixed (byte* p0 = &At(done), p1 = &At(done + 1), p2 = &At(done + 2), p3 = &At(done + 3), p4 = &At(done + 4), p5 = &At(done + 5))
        {
            nint* p = _pointers + done;
            int left = count - done;
            p[0] = (nint)p0;
            if (left > 1)
                p[1] = (nint)p1;
            if (left > 2)
                p[2] = (nint)p2;
            if (left > 3)
                p[3] = (nint)p3;
            if (left > 4)
                p[4] = (nint)p4;
            if (left > 5)
                p[5] = (nint)p5;
            if (left > 6)
                Pin(kernel, done + 6, count);
            else
                kernel.Run(Op, new KernelContext(this));
        }
        GC.KeepAlive(Inputs);
        GC.KeepAlive(Outputs);
    }

    private ref byte At(int position)
    {
        Tensor? tensor = position < Inputs.Length ? Inputs[position]
            : position < Inputs.Length + Outputs.Length ? Outputs[position - Inputs.Length] : null;
        return ref tensor is null ? ref Unsafe.NullRef<byte>() : ref tensor.Start;
    }

    private int SlotIndex(Slot[] slots, string name)
    {
        int index = OpInfo.IndexOf(slots, name);
        return index >= 0 ? index : throw new InvalidArgumentException($"{Info.Type} has no slot '{name}' on that side.");
    }
}
