namespace Trireme.Formats.ProgramDesc;

/// <summary>What a variable of a program holds; the numbers are the file format's.</summary>
public enum VariableKind
{
    /// <summary>A dense tensor, with sequence offsets where its level of detail is above 0.</summary>
    LodTensor = 7,

    /// <summary>Some rows of a tall tensor: the gradient of an embedding.</summary>
    SelectedRows = 8,

    /// <summary>The list that feed operators take inputs from.</summary>
    FeedMinibatch = 9,

    /// <summary>The list that fetch operators put outputs into.</summary>
    FetchList = 10,

    /// <summary>The scopes of a loop's steps.</summary>
    StepScopes = 11,

    /// <summary>Sequences sorted by length.</summary>
    LodRankTable = 12,

    /// <summary>A list of tensors that grows.</summary>
    LodTensorArray = 13,

    /// <summary>Devices.</summary>
    PlaceList = 14,

    /// <summary>A source of batches inside a program.</summary>
    Reader = 15,

    /// <summary>Something that only its operator understands.</summary>
    Raw = 17,

    /// <summary>Several values.</summary>
    Tuple = 18,

    /// <summary>A text.</summary>
    String = 25,

    /// <summary>Texts.</summary>
    Strings = 26,

    /// <summary>A map from texts to numbers.</summary>
    Vocab = 27,

    /// <summary>Inputs that are not tensors.</summary>
    FeedList = 28,

    /// <summary>A sparse tensor as coordinates and values.</summary>
    SparseCoo = 30,

    /// <summary>A sparse matrix as compressed rows.</summary>
    SparseCsr = 31,
}
