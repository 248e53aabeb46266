using Trireme.Autograd;
using Xunit;

namespace Trireme.Tests.Ops.Autograd;

public class PyLayerTests
{
    [Fact]
    public void Runs_both_halves_and_differentiates_again()
    {
        Tensor x = Paddle.ToTensor(new[] { 2.0, 3 }, stopGradient: false);
        Tensor y = new Cube().Apply(x);
        Tensor dx = Paddle.Grad(y.Sum(), x, createGraph: true);
        Assert.Equal([12.0, 27], dx.ToArray<double>());
        Assert.Equal([12.0, 18], Paddle.Grad(dx.Sum(), x).ToArray<double>());
    }

    [Fact]
    public void A_wrong_number_of_gradients_is_named()
    {
        Tensor x = Paddle.ToTensor(2.0, stopGradient: false);
        Tensor y = new Cube().Apply(x, x);
        Assert.Contains("Backward returned 1 gradients", Assert.Throws<PreconditionNotMetException>(() => y.Backward()).Message);
    }

    [Fact]
    public void Grad_refuses_unused_inputs_and_respects_barriers()
    {
        Tensor x = Paddle.ToTensor(2.0, stopGradient: false), y = Paddle.ToTensor(3.0, stopGradient: false);
        Assert.Contains("do not depend on input 0", Assert.Throws<InvalidArgumentException>(() => Paddle.Grad(x * x, y)).Message);
        Assert.Null(Paddle.Grad([x * x], [y], allowUnused: true)[0]);
        Tensor square = x * x;
        Assert.Equal(4, Paddle.Grad([square + (2 * x * x.Detach())], [x], noGradVars: [square])[0]!.Item());
        using (Paddle.NoGrad())
            Assert.True((x * x).StopGradient);
    }

    private sealed class Cube : PyLayer
    {
        protected override Tensor[] Forward(PyLayerContext ctx, params Tensor[] inputs)
        {
            ctx.SaveForBackward(inputs[0]);
            return [inputs[0] * inputs[0] * inputs[0]];
        }

        protected override Tensor?[] Backward(PyLayerContext ctx, params Tensor[] grads) => [grads[0] * 3 * ctx.SavedTensor()[0].Square()];
    }
}
