using Trireme.Static.Graphs;

namespace Trireme.Static;

/// <content>Programs as drawings.</content>
public static partial class Static
{
    /// <summary>A program as a graph in the language of Graphviz: a box an operator with its parameters, an arrow a variable with its shape.</summary>
    /// <param name="program">The program; the default main program where null.</param>
    /// <returns>The text of a <c>.dot</c> file.</returns>
    /// <remarks>What fluid.debugger.draw_block_graphviz writes, for all blocks.</remarks>
    public static string ToDot(Program? program = null) => DotText.Of(program ?? DefaultMainProgram());

    /// <summary>A program as a picture, drawn without any other tool: a box an operator with its parameters, an arrow a variable with its shape.</summary>
    /// <param name="program">The program; the default main program where null.</param>
    /// <returns>The text of a <c>.svg</c> file.</returns>
    /// <remarks>What fluid.net_drawer draws, for all blocks.</remarks>
    public static string ToSvg(Program? program = null) => SvgText.Of(program ?? DefaultMainProgram());
}
