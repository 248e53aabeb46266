using System.Runtime.InteropServices;
using Trireme.Memory;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// Working memory of the kernels, kept by each thread from call to call: one block for what a call shares between its workers, held by
/// the calling thread, and one for what each worker needs for itself. Aligned to cache lines, not cleared.
/// </summary>
internal static unsafe class Scratch
{
    [ThreadStatic]
    private static Block? _shared, _own;

    public static float* Shared(long floats) => (_shared ??= new Block()).Take(floats);

    public static float* Own(long floats) => (_own ??= new Block()).Take(floats);

    private sealed class Block
    {
        private void* _start;
        private long _floats;

        public float* Take(long floats)
        {
            if (floats > _floats)
            {
                NativeMemory.AlignedFree(_start);
                _start = null;
                _floats = 0;
                nuint bytes = checked((nuint)floats * sizeof(float));
                _start = HugePages.AllocateKept(ref bytes, 64);
                _floats = (long)bytes / sizeof(float);
            }
            return (float*)_start;
        }

        ~Block() => NativeMemory.AlignedFree(_start);
    }
}
