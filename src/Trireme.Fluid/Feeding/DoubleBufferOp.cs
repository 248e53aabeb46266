using Trireme.Fluid;
using Trireme.Static;

namespace Trireme.Operators;

/// <summary>Out = the reader UnderlyingReader. Batches are read ahead by the reader's own thread already.</summary>
/// <param name="Place">Where batches are to lie; there is one place.</param>
[Op("create_double_buffer_reader", "UnderlyingReader -> Out", NoGradient = "Data comes from outside.")]
internal sealed record DoubleBufferOp(string Place = "AUTO") : ScopeOp
{
    /// <inheritdoc/>
    public override void Run(ScopeRun run) => run.Out("Out", run.In<BatchQueue>("UnderlyingReader"));
}
