using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Trireme.Cpu;

/// <summary>Lays operands out in the order in which the inner loop reads them: target[p · stride + i] for step p and index i.</summary>
internal static unsafe class Packing
{
    /// <summary>Elements that must be there to be overwritten behind the last step of a target.</summary>
    public const int Slack = 8;

    // Rows that are far apart are no run the processor would recognize.
    private const int StepsAhead = 12;

    /// <summary>
    /// target[p · stride + i] = source[p · stepStride + i · indexStride] for p &lt; steps, i &lt; count; one of the strides of the source is 1.
    /// Between count and the stride anything may be written.
    /// </summary>
    public static void Pack<T>(T* source, nint stepStride, nint indexStride, int steps, int count, T* target, nint stride)
        where T : unmanaged
    {
        if (indexStride == 1)
            Copy(source, stepStride, steps, count, target, stride);
        else if (sizeof(T) == sizeof(float))
            Transpose((float*)source, stepStride, indexStride, steps, count, (float*)target, stride);
        else
            TransposeOneByOne(source, stepStride, indexStride, 0, steps, count, target, stride);
    }

    /// <summary>The same for a panel of <paramref name="stride"/> indices of which only the first <paramref name="count"/> exist: zeros in the others.</summary>
    public static void PackPanel<T>(T* source, nint stepStride, nint indexStride, int steps, int count, T* target, int stride)
        where T : unmanaged
    {
        if (indexStride == 1 && count < stride && sizeof(T) == sizeof(float))
        {
            if (Lanes16.IsHardware && stride % Lanes16.Count == 0)
                CopyPart<Lanes16, float>((float*)source, stepStride, steps, count, (float*)target, stride, stride);
            else
                CopyPart<Lanes8, float>((float*)source, stepStride, steps, count, (float*)target, stride, stride);
            return;
        }
        Pack(source, stepStride, indexStride, steps, count, target, stride);
        if (count < stride)
        {
            for (int p = 0; p < steps; p++)
                new Span<T>(target + ((nint)p * stride) + count, stride - count).Clear();
        }
    }

    [MethodImpl(Compiled.Alone)]
    private static void Copy<T>(T* source, nint stepStride, int steps, int count, T* target, nint stride) where T : unmanaged
    {
        int bytes = count * sizeof(T);
        // Lengths known to the compiler become a few vector moves instead of a call.
        if (bytes == 128)
        {
            for (int p = 0; p < steps; p++, source += stepStride, target += stride)
            {
                if (Sse.IsSupported)
                {
                    Sse.Prefetch0(source + (StepsAhead * stepStride));
                    Sse.Prefetch0(source + (StepsAhead * stepStride) + (count / 2));
                }
                Unsafe.CopyBlockUnaligned(target, source, 128);
            }
        }
        else if (bytes == 56)
        {
            for (int p = 0; p < steps; p++, source += stepStride, target += stride)
                Unsafe.CopyBlockUnaligned(target, source, 56);
        }
        else if (bytes == 112)
        {
            for (int p = 0; p < steps; p++, source += stepStride, target += stride)
                Unsafe.CopyBlockUnaligned(target, source, 112);
        }
        else if (sizeof(T) == sizeof(float))
        {
            CopyPart<Lanes8, float>((float*)source, stepStride, steps, count, (float*)target, stride, 0);
        }
        else
        {
            CopyPart<DoubleLanes4, double>((double*)source, stepStride, steps, count, (double*)target, stride, 0);
        }
    }

    /// <summary>
    /// Writes whole vectors, zeros behind the last element, at least so many in all: what spills over into the next step is written again by the steps after.
    /// Nothing is written behind the last step: there lies what another thread may have laid out already.
    /// </summary>
    [MethodImpl(Compiled.Alone)]
    private static void CopyPart<L, T>(T* source, nint stepStride, int steps, int count, T* target, nint stride, int atLeast)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int p = 0; p < steps; p++, source += stepStride, target += stride)
        {
            int i = 0;
            for (; i + L.Count <= count; i += L.Count)
                L.Load(source + i).Store(target + i);
            if (i < count)
            {
                L rest = L.LoadFirst(source + i, count - i);
                if ((steps - p) * stride >= i + L.Count)
                    rest.Store(target + i);
                else
                    rest.StoreFirst(target + i, count - i);
                i += L.Count;
            }
            for (; i < atLeast; i += L.Count)
                L.Zero.Store(target + i);
        }
    }

    /// <summary>Four indices by four steps at a time; a last group that is not full overlaps the one before it.</summary>
    [MethodImpl(Compiled.Alone)]
    private static void Transpose(float* source, nint stepStride, nint indexStride, int steps, int count, float* target, nint stride)
    {
        if (count < 4 || stepStride != 1 || !(Sse.IsSupported || AdvSimd.Arm64.IsSupported))
        {
            TransposeOneByOne(source, stepStride, indexStride, 0, steps, count, target, stride);
            return;
        }
        // Runs of 16 steps, one cache line of every row: the lines of the target are then complete before they leave the cache.
        const int Run = 16;
        int blocks = steps & ~3;
        for (int start = 0; start < blocks; start += Run)
        {
            int end = Math.Min(blocks, start + Run);
            for (int i = 0; i < count; i += 4)
            {
                int index = Math.Min(i, count - 4);
                float* s0 = source + (index * indexStride) + start, s2 = s0 + (2 * indexStride), t = target + (start * stride) + index;
                if (Sse.IsSupported)
                {
                    Sse.Prefetch0(s0 + (2 * Run));
                    Sse.Prefetch0(s0 + indexStride + (2 * Run));
                    Sse.Prefetch0(s2 + (2 * Run));
                    Sse.Prefetch0(s2 + indexStride + (2 * Run));
                }
                for (int p = start; p < end; p += 4, s0 += 4, s2 += 4, t += 4 * stride)
                    TransposeFour(s0, s2, indexStride, t, stride);
            }
        }
        TransposeOneByOne(source, stepStride, indexStride, blocks, steps, count, target, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeFour(float* s0, float* s2, nint indexStride, float* t, nint stride)
    {
        Vector128<float> a = Vector128.Load(s0), b = Vector128.Load(s0 + indexStride);
        Vector128<float> c = Vector128.Load(s2), d = Vector128.Load(s2 + indexStride);
        if (Sse.IsSupported)
        {
            Vector128<float> ac0 = Sse.UnpackLow(a, c), ac1 = Sse.UnpackHigh(a, c), bd0 = Sse.UnpackLow(b, d), bd1 = Sse.UnpackHigh(b, d);
            Sse.UnpackLow(ac0, bd0).Store(t);
            Sse.UnpackHigh(ac0, bd0).Store(t + stride);
            Sse.UnpackLow(ac1, bd1).Store(t + (2 * stride));
            Sse.UnpackHigh(ac1, bd1).Store(t + (3 * stride));
        }
        else
        {
            Vector128<float> ac0 = AdvSimd.Arm64.ZipLow(a, c), ac1 = AdvSimd.Arm64.ZipHigh(a, c);
            Vector128<float> bd0 = AdvSimd.Arm64.ZipLow(b, d), bd1 = AdvSimd.Arm64.ZipHigh(b, d);
            AdvSimd.Arm64.ZipLow(ac0, bd0).Store(t);
            AdvSimd.Arm64.ZipHigh(ac0, bd0).Store(t + stride);
            AdvSimd.Arm64.ZipLow(ac1, bd1).Store(t + (2 * stride));
            AdvSimd.Arm64.ZipHigh(ac1, bd1).Store(t + (3 * stride));
        }
    }

    [MethodImpl(Compiled.Alone)]
    private static void TransposeOneByOne<T>(
        T* source, nint stepStride, nint indexStride, int firstStep, int steps, int count, T* target, nint stride)
        where T : unmanaged
    {
        for (int i = 0; i < count; i++)
        {
            T* s = source + (i * indexStride);
            for (int p = firstStep; p < steps; p++)
                target[(p * stride) + i] = s[p * stepStride];
        }
    }
}
