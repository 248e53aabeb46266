namespace Trireme.Formats.Pickle;

/// <summary>Something that lies on the reader's stack but is no value of the finished tree yet: bulk data not read, a type, an array without contents.</summary>
internal abstract class Unsettled;
