namespace Trireme.NN;

/// <summary>What setting a state dict could not match. Nothing is thrown for it, as in Paddle; <see cref="ThrowIfIncomplete"/> does.</summary>
/// <param name="MissingKeys">Keys the layer has and the dict lacks; these keep their values.</param>
/// <param name="UnexpectedKeys">Keys the dict has and the layer lacks; these are ignored.</param>
/// <param name="MismatchedKeys">Keys whose shapes differ, with both shapes; these keep their values.</param>
public sealed record StateDictReport(IReadOnlyList<string> MissingKeys, IReadOnlyList<string> UnexpectedKeys, IReadOnlyList<string> MismatchedKeys)
{
    /// <summary>Whether every key matched.</summary>
    public bool IsComplete => MissingKeys.Count + UnexpectedKeys.Count + MismatchedKeys.Count == 0;

    /// <summary>Throws unless every key matched.</summary>
    /// <exception cref="InvalidArgumentException">Some key did not match; the message lists them all.</exception>
    public void ThrowIfIncomplete()
    {
        if (!IsComplete)
            throw new InvalidArgumentException("SetStateDict: the state dict does not fit the layer.", ToString(), "Build the layer as it was when the file was written.");
    }

    /// <summary>The keys, kind by kind.</summary>
    public override string ToString()
        => $"Missing: [{string.Join(", ", MissingKeys)}]; unexpected: [{string.Join(", ", UnexpectedKeys)}]; mismatched: [{string.Join(", ", MismatchedKeys)}].";
}
