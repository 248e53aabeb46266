using Trireme.Operators;

namespace Trireme.Cpu;

/// <summary>Class numbers, checked before any work: a label outside the classes is refused by value and place.</summary>
internal static unsafe class Labels
{
    public static void Check(Data<long> labels, int classes, int ignored, string op)
    {
        long* p = labels.Pointer;
        for (int i = 0; i < labels.Length; i++)
        {
            if ((ulong)p[i] >= (ulong)classes && p[i] != ignored)
                throw OutOfRange(op, p[i], i, classes, ignored, labels.Shape);
        }
    }

    public static void Check(Data<int> labels, int classes, int ignored, string op)
    {
        int* p = labels.Pointer;
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)p[i] >= (uint)classes && p[i] != ignored)
                throw OutOfRange(op, p[i], i, classes, ignored, labels.Shape);
        }
    }

    private static OutOfRangeException OutOfRange(string op, long label, int at, int classes, int ignored, Shape shape)
        => new($"{op}: label {label} (element {at} of {shape}) is outside [0, {classes - 1}].",
            $"There are {classes} classes; only ignoreIndex {ignored} may lie outside.", "Correct the labels, or pass the ignored label as ignoreIndex.");
}
