using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>The last step of a convolution's output.</summary>
internal static unsafe class ConvRow
{
    /// <summary>Writes the sums of one channel of a block, whose rows are <paramref name="pitch"/> apart, to the target.</summary>
    public static void WriteBlock<L>(in ConvPass pass, in ConvBlock block, int channel, float* sums, int pitch) where L : struct, ILanes<L>
    {
        ConvEnding ending = pass.Epilogue.Of(channel);
        int d = pass.D.OutStart + (block.Depth * pass.D.OutStep);
        float* target = pass.Target + (block.Image * pass.TargetImage) + (channel * pass.TargetChannel) + (d * pass.TargetDepth)
            + pass.W.OutStart + ((long)block.FirstColumn * pass.W.OutStep);
        target += (pass.H.OutStart + ((long)block.FirstRow * pass.H.OutStep)) * pass.TargetRow;
        nint targetRow = (nint)(pass.H.OutStep * pass.TargetRow);
        if (pass.IsLarge && channel + 1 < pass.Groups * pass.OutChannels)
            Ahead.Expect(target + pass.TargetChannel, targetRow, block.Rows, block.Columns * pass.W.OutStep);
        if (pass.W.OutStep == 1 && block.Columns == pitch && targetRow == pitch)
            Write<L>(sums, 0, target, 0, 1, block.Rows * block.Columns, 1, ending);
        else
            Write<L>(sums, pitch, target, targetRow, block.Rows, block.Columns, pass.W.OutStep, ending);
    }

    /// <summary>target[row][i · step] = what the ending makes of sums[row][i].</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Write<L>(float* sums, nint sumRow, float* target, nint targetRow, int rows, int count, int step, in ConvEnding ending)
        where L : struct, ILanes<L>
    {
        // The sum stands second in the maximum, so that a NaN stays one.
        L scale = L.All(ending.Scale), bias = L.All(ending.Bias), floor = L.All(ending.Floor), six = L.All(6);
        nint residual = ending.Residual;
        bool atMostSix = ending.AtMostSix;
        for (int row = 0; row < rows; row++, sums += sumRow, target += targetRow)
        {
            if (step != 1)
            {
                Scatter<L>(sums, target, count, step, ending);
                continue;
            }
            int i = 0;
            if (residual == 0 && !atMostSix)
            {
                for (; i <= count - L.Count; i += L.Count)
                    L.MaxNative(floor, L.MulAdd(scale, L.Load(sums + i), bias)).Store(target + i);
            }
            if (count < L.Count)
            {
                L v = L.MulAdd(scale, L.Load(sums), bias);
                v = L.MaxNative(floor, residual == 0 ? v : v + L.LoadFirst(target + residual, count));
                (atMostSix ? L.Min(v, six) : v).StoreFirst(target, count);
                continue;
            }
            for (; i < count; i += L.Count)
            {
                // A last vector overlaps the one before it: cheaper than a part of one.
                i = Math.Min(i, count - L.Count);
                L v = L.MulAdd(scale, L.Load(sums + i), bias);
                v = L.MaxNative(floor, residual == 0 ? v : v + L.Load(target + i + residual));
                (atMostSix ? L.Min(v, six) : v).Store(target + i);
            }
        }
    }

    // Every step-th place is written, number by number; nothing in between, for it may be another thread's.
    [MethodImpl(Compiled.Alone)]
    private static void Scatter<L>(float* sums, float* target, int count, int step, in ConvEnding ending) where L : struct, ILanes<L>
    {
        L scale = L.All(ending.Scale), bias = L.All(ending.Bias), floor = L.All(ending.Floor), six = L.All(6);
        float* part = stackalloc float[L.Count];
        for (int i = 0; i < count; i += L.Count)
        {
            int here = Math.Min(L.Count, count - i);
            L v = L.MulAdd(scale, here == L.Count ? L.Load(sums + i) : L.LoadFirst(sums + i, here), bias);
            if (ending.Residual != 0)
            {
                for (int j = 0; j < here; j++)
                    part[j] = target[(j * step) + ending.Residual];
                v += L.LoadFirst(part, here);
            }
            v = L.MaxNative(floor, v);
            (ending.AtMostSix ? L.Min(v, six) : v).Store(part);
            for (int j = 0; j < here; j++, target += step)
                *target = part[j];
        }
    }
}
