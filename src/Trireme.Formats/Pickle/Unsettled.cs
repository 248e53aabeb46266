namespace Trireme.Formats.Pickle;

/// <summary>Something that lies on the reader's stack but is no value of the finished tree yet: data not read, a type, an empty array.</summary>
internal abstract class Unsettled;
