using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Optimizing;

/// <summary>One pass over a parameter and its states: each element is read and written once.</summary>
internal static unsafe class Sweep
{
    public static void Run<T, TRule>(TRule rule, int n, T* param, T* grad, T* first = null, T* second = null, T* third = null)
        where T : unmanaged
        where TRule : struct, IUpdateRule<T>
        => Workers.For(n, 4 + (4 * TRule.States), new Body<T, TRule> { Rule = rule, Param = param, Grad = grad, First = first, Second = second, Third = third });

    private struct Body<T, TRule> : IRangeBody
        where T : unmanaged
        where TRule : struct, IUpdateRule<T>
    {
        public TRule Rule;
        public T* Param, Grad, First, Second, Third;

        [MethodImpl(Compiled.Alone)]
        public void Run(int start, int end)
        {
            int width = Vector<T>.Count, i = start;
            for (; i <= end - width; i += width)
                Step(Param + i, Grad + i, First + i, Second + i, Third + i);
            if (i == end)
                return;
            // The rest goes through the same vector arithmetic in a buffer, so that results do not depend on where a range ends.
            T* buffer = stackalloc T[5 * width];
            Unsafe.InitBlock(buffer, 0, (uint)(5 * width * sizeof(T)));
            int left = (end - i) * sizeof(T);
            Copy(Param + i, buffer, left, true);
            Copy(Grad + i, buffer + width, left, true);
            Copy(First + i, buffer + (2 * width), left, TRule.States > 0);
            Copy(Second + i, buffer + (3 * width), left, TRule.States > 1);
            Copy(Third + i, buffer + (4 * width), left, TRule.States > 2);
            Step(buffer, buffer + width, buffer + (2 * width), buffer + (3 * width), buffer + (4 * width));
            Copy(buffer, Param + i, left, true);
            Copy(buffer + (2 * width), First + i, left, TRule.States > 0);
            Copy(buffer + (3 * width), Second + i, left, TRule.States > 1);
            Copy(buffer + (4 * width), Third + i, left, TRule.States > 2);
        }

        private static void Copy(T* from, T* to, int bytes, bool wanted)
        {
            if (wanted)
                Buffer.MemoryCopy(from, to, bytes, bytes);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Step(T* param, T* grad, T* first, T* second, T* third)
        {
            Vector<T> p = Unsafe.ReadUnaligned<Vector<T>>(param), g = Unsafe.ReadUnaligned<Vector<T>>(grad);
            Vector<T> a = TRule.States > 0 ? Unsafe.ReadUnaligned<Vector<T>>(first) : default;
            Vector<T> b = TRule.States > 1 ? Unsafe.ReadUnaligned<Vector<T>>(second) : default;
            Vector<T> c = TRule.States > 2 ? Unsafe.ReadUnaligned<Vector<T>>(third) : default;
            Rule.Step(ref p, g, ref a, ref b, ref c);
            Unsafe.WriteUnaligned(param, p);
            if (TRule.States > 0)
                Unsafe.WriteUnaligned(first, a);
            if (TRule.States > 1)
                Unsafe.WriteUnaligned(second, b);
            if (TRule.States > 2)
                Unsafe.WriteUnaligned(third, c);
        }
    }
}
