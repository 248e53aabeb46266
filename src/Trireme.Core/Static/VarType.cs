namespace Trireme.Static;

/// <summary>What a variable of a program holds. The numbers are those of program files.</summary>
/// <remarks>Mirrors core.VarDesc.VarType.</remarks>
public enum VarType
{
    /// <summary>A tensor, with sequences or without.</summary>
    LodTensor = 7,

    /// <summary>Some rows of a large tensor: a sparse gradient.</summary>
    SelectedRows = 8,

    /// <summary>What the executor feeds.</summary>
    FeedMinibatch = 9,

    /// <summary>What the executor fetches.</summary>
    FetchList = 10,

    /// <summary>What a loop kept of its rounds for the gradient.</summary>
    StepScopes = 11,

    /// <summary>The sequences of a batch, longest first.</summary>
    LodRankTable = 12,

    /// <summary>A list of tensors.</summary>
    LodTensorArray = 13,

    /// <summary>A list of places.</summary>
    PlaceList = 14,

    /// <summary>A source of batches.</summary>
    Reader = 15,

    /// <summary>Anything else that lives only while a program runs.</summary>
    Raw = 17,
}
