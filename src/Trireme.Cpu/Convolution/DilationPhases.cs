using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// Images [n, channels, rows, columns], and what <see cref="DilatedConvolution"/> takes each of them apart into: an image of every <see cref="Down"/>-th row and
/// <see cref="Across"/>-th column for each row and column to begin with, zeros where the padding is and where a phase is shorter than the longest.
/// </summary>
internal readonly unsafe struct DilationPhases
{
    /// <summary>Floats behind the phases that must be readable.</summary>
    public const int Overrun = 16;

    private DilationPhases(int images, int channels, int rows, int columns, in ConvShape dilated, int phaseRows, int phaseColumns)
    {
        Images = images;
        Channels = channels;
        Rows = rows;
        Columns = columns;
        Down = dilated.DilationH;
        Across = dilated.DilationW;
        PhaseRows = phaseRows;
        PhaseColumns = phaseColumns;
    }

    public int Images { get; }
    public int Channels { get; }
    public int Rows { get; }
    public int Columns { get; }
    public int Down { get; }
    public int Across { get; }
    public int PhaseRows { get; }
    public int PhaseColumns { get; }

    /// <summary>Rows and columns of padding before the first of the image, which the phases have as well.</summary>
    public int Above { get; private init; }

    /// <inheritdoc cref="Above"/>
    public int Before { get; private init; }

    private long Phase => (long)Channels * PhaseRows * PhaseColumns;

    /// <summary>The inputs of a dilated convolution and those of the plain one.</summary>
    public static DilationPhases OfInput(in ConvShape dilated, in ConvShape plain)
        => new(dilated.N, dilated.C, dilated.H, dilated.W, dilated, plain.H, plain.W) { Above = dilated.PadH, Before = dilated.PadW };

    /// <summary>The outputs.</summary>
    public static DilationPhases OfOutput(in ConvShape dilated, in ConvShape plain)
        => new(dilated.N, dilated.M, dilated.OH, dilated.OW, dilated, plain.OH, plain.OW);

    /// <summary>Takes images apart.</summary>
    public void Part(float* images, float* phases) => Run(images, phases, true);

    /// <summary>Puts images together; what phases hold beside them is left.</summary>
    public void Join(float* phases, float* images) => Run(images, phases, false);

    private void Run(float* images, float* phases, bool parts)
    {
        var call = new Call { Layout = this, ImageData = images, PhaseData = phases, Parts = parts };
        LaneWidth.Run(ref call);
    }

    private struct Call : ILaneBody
    {
        public DilationPhases Layout;
        public float* ImageData, PhaseData;
        public bool Parts;

        public readonly void Run<L>() where L : struct, ILanes<L>
            => Workers.For(Layout.Images * Layout.Channels, (long)Layout.Rows * Layout.Columns, new Planes<L> { Call = this });
    }

    private struct Planes<L> : IRangeBody where L : struct, ILanes<L>
    {
        public Call Call;

        public readonly void Run(int start, int end)
        {
            ref readonly DilationPhases layout = ref Call.Layout;
            for (int i = start; i < end; i++)
            {
                float* plane = Call.ImageData + ((long)i * layout.Rows * layout.Columns);
                float* phases = Call.PhaseData + (i / layout.Channels * layout.Down * layout.Across * layout.Phase)
                    + ((long)(i % layout.Channels) * layout.PhaseRows * layout.PhaseColumns);
                if (Call.Parts)
                    layout.PartPlane<L>(plane, phases);
                else
                    layout.JoinPlane<L>(phases, plane);
            }
        }
    }

    private void PartPlane<L>(float* plane, float* phases) where L : struct, ILanes<L>
    {
        for (int phase = 0; phase < Down * Across; phase++, phases += Phase)
        {
            int top = (phase / Across) - Above, left = (phase % Across) - Before;
            int first = Math.Clamp((-left + Across - 1) / Across, 0, PhaseColumns), end = Math.Clamp((Columns - left + Across - 1) / Across, first, PhaseColumns);
            float* to = phases;
            for (int i = 0; i < PhaseRows; i++, top += Down, to += PhaseColumns)
            {
                if ((uint)top >= (uint)Rows)
                {
                    new Span<float>(to, PhaseColumns).Clear();
                    continue;
                }
                new Span<float>(to, first).Clear();
                Take<L>(plane + ((nint)top * Columns) + left + ((nint)first * Across), to + first, end - first);
                new Span<float>(to + end, PhaseColumns - end).Clear();
            }
        }
    }

    /// <summary>Every <see cref="Across"/>-th element of a row.</summary>
    [MethodImpl(Compiled.Alone)]
    private void Take<L>(float* from, float* to, int count) where L : struct, ILanes<L>
    {
        if (Across == 1)
        {
            new Span<float>(from, count).CopyTo(new Span<float>(to, count));
            return;
        }
        ConvSlab.CopyStrided<L>(from, Across, to, 0, count);
    }

    private void JoinPlane<L>(float* phases, float* plane) where L : struct, ILanes<L>
    {
        for (int row = 0; row < Rows; row++, plane += Columns)
        {
            int at = row + Above;
            JoinRow<L>(phases + (at % Down * Across * Phase) + ((nint)(at / Down) * PhaseColumns), plane);
        }
    }

    [MethodImpl(Compiled.Alone)]
    private void JoinRow<L>(float* phases, float* row) where L : struct, ILanes<L>
    {
        if (Across == 2)
        {
            float* even = Of(phases, 0), odd = Of(phases, 1);
            for (int i = 0; i < Columns; i += 2 * L.Count, even += L.Count, odd += L.Count)
            {
                var (first, second) = L.Zip(L.Load(even), L.Load(odd));
                ConvRow.StoreTwo(first, second, row + i, Columns - i);
            }
            return;
        }
        for (int column = 0; column < Math.Min(Across, Columns); column++)
        {
            float* from = Of(phases, column);
            for (int i = column; i < Columns; i += Across)
                row[i] = *from++;
        }
    }

    /// <summary>Where a row's columns from this one on, <see cref="Across"/> apart, stand in the phases.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float* Of(float* phases, int column)
    {
        int at = column + Before;
        return phases + (at % Across * Phase) + (at / Across);
    }
}
