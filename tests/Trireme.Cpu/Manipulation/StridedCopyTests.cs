using Trireme.Cpu;

namespace Trireme.Tests.Cpu;

public sealed unsafe class StridedCopyTests
{
    // Dimensions, strides of the source; where the first element of the source lies. The target is contiguous.
    public static TheoryData<int[], int[], int> Cases => new()
    {
        { [5, 37], [37, -1], 36 },
        { [5, 7], [7, -1], 6 },
        { [3, 1040], [-1040, -1], (3 * 1040) - 1 },
        // Two, three and five by turns, with ends that fill no vector.
        { [3, 2, 50, 2], [200, 50, 1, 100], 0 },
        { [4, 37, 2], [74, 1, 37], 0 },
        { [4, 37, 3], [111, 1, 37], 0 },
        { [4, 6, 2], [12, 1, 6], 0 },
        { [40, 35, 5], [175, 1, 35], 0 },
        { [6, 70, 90], [6300, 1, 70], 0 },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Are_the_elements_one_by_one(int[] dims, int[] strides, int offset)
    {
        Check<float>(dims, strides, offset);
        Check<int>(dims, strides, offset);
        Check<double>(dims, strides, offset);
        Check<byte>(dims, strides, offset);
    }

    private static void Check<T>(int[] dims, int[] strides, int offset)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        int count = dims.Aggregate(1, (a, b) => a * b);
        T[] source = [.. Enumerable.Range(0, count).Select(i => T.CreateTruncating(i))], target = new T[count];
        var order = new int[dims.Length];
        for (int i = dims.Length - 1, stride = 1; i >= 0; stride *= dims[i--])
            order[i] = stride;
        fixed (T* from = source, to = target)
            StridedCopy.Run(from + offset, to, dims, strides, order);
        for (int i = 0; i < count; i++)
        {
            int place = offset;
            for (int axis = 0, rest = i; axis < dims.Length; axis++)
            {
                place += rest / order[axis] * strides[axis];
                rest %= order[axis];
            }
            Assert.Equal(source[place], target[i]);
        }
    }
}
