using Trireme.Formats.Tensors;
using Trireme.Static;
using Trireme.Static.Files;

namespace Trireme.Operators;

/// <summary>Out = the tensor in a file.</summary>
/// <param name="FilePath">The file.</param>
/// <param name="LoadAsFp16">Whether the values are turned into half precision.</param>
[Op("load", "-> Out", SetsLod = true, NoGradient = "Data comes from outside.")]
internal sealed record LoadOp(string FilePath, bool LoadAsFp16 = false) : ScopeOp
{
    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        Tensor tensor = ParameterFiles.ToTensor(TensorFile.Read(FilePath), FilePath);
        run.Out("Out", LoadAsFp16 ? tensor.Cast(DType.Float16) : tensor);
    }
}
