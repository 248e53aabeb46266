namespace Trireme.Static.Graphs;

/// <summary>A box of a drawn program: an operator, or an input or result at its edge.</summary>
/// <param name="Title">What stands first.</param>
/// <param name="Details">The lines below.</param>
/// <param name="IsEnd">Whether it is an input or a result rather than an operator.</param>
internal sealed record GraphNode(string Title, IReadOnlyList<string> Details, bool IsEnd);

/// <summary>A variable on its way from one box to another; <paramref name="From"/> always comes first.</summary>
internal sealed record GraphEdge(int From, int To, string Label);
