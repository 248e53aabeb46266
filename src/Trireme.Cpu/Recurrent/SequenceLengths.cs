using System.Numerics;
using Trireme.Operators;

namespace Trireme.Cpu.Recurrent;

/// <summary>What forward and backward pass of a recurrent network read alike.</summary>
internal static unsafe class SequenceLengths
{
    /// <summary>The lengths of the sequences.</summary>
    /// <exception cref="OutOfRangeException">A length is negative or above the number of steps.</exception>
    public static int[] Read(KernelContext k, int steps)
    {
        bool wide = k.InMeta("SequenceLength").DType.Kind == DTypeKind.Int64;
        var lengths = new int[k.InMeta("SequenceLength").Shape.Numel];
        for (int i = 0; i < lengths.Length; i++)
        {
            long length = wide ? k.In<long>("SequenceLength")[i] : k.In<int>("SequenceLength")[i];
            if (length < 0 || length > steps)
                throw new OutOfRangeException($"rnn: the length {length} of sequence {i} is outside [0, {steps}].");
            lengths[i] = (int)length;
        }
        return lengths;
    }

    /// <summary>What stays is scaled up, so that the expectation does not change.</summary>
    public static T DropoutFactor<T>(float probability)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => probability < 1 ? T.CreateTruncating(1.0 / (1.0 - probability)) : T.One;
}
