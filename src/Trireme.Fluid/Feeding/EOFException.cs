namespace Trireme.Fluid;

/// <summary>A program read from a reader that has no batch left: the end of an epoch. Reset the reader and start it again for the next one.</summary>
/// <remarks>Mirrors fluid.core.EOFException.</remarks>
public sealed class EOFException : Exception
{
    /// <summary>Says which reader is at its end.</summary>
    /// <param name="reader">The reader's name.</param>
    public EOFException(string reader)
        : base($"There is no next data.\n  The reader '{reader}' has given all its batches.\n  "
            + "Catch this exception, call Reset(), and Start() for the next epoch.")
    {
    }
}
