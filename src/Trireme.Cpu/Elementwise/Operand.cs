namespace Trireme.Cpu.Elementwise;

/// <summary>A value of a tile: as many elements as the tile has, or one that stands for all.</summary>
internal unsafe struct Operand<T>(T* start, bool isScalar)
    where T : unmanaged
{
    public T* Start = start;
    public bool IsScalar = isScalar;

    public readonly ReadOnlySpan<T> Span(int count) => new(Start, IsScalar ? 1 : count);
}
