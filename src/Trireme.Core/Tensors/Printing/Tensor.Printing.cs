namespace Trireme;

public partial class Tensor
{
    /// <summary>Shape, element type, place, whether gradients stop here, and the values, as Paddle prints them.</summary>
    /// <remarks>Large tensors are summarized; Paddle.SetPrintoptions changes how.</remarks>
    public override string ToString() => TensorText.Of(this);
}
