namespace Trireme.Cpu.Pooling;

/// <summary>Max pooling for the element types that floating point kernels run on; the type parameter of those does not promise a smallest number.</summary>
internal static unsafe class MaxPools
{
    public static void Forward<T>(in PoolShape shape, T* x, T* y, int* index)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            MaxPooling<float>.Forward(shape, (float*)x, (float*)y, index);
        else
            MaxPooling<double>.Forward(shape, (double*)x, (double*)y, index);
    }

    public static void Backward<T>(in PoolShape shape, T* x, T* dy, T* dx, bool rectified)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            MaxPooling<float>.Backward(shape, (float*)x, (float*)dy, (float*)dx, rectified);
        else
            MaxPooling<double>.Backward(shape, (double*)x, (double*)dy, (double*)dx, rectified);
    }
}
