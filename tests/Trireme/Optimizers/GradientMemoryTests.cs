using Trireme.NN;
using Trireme.Optimizers;

namespace Trireme.Tests.Optimizers;

public sealed class GradientMemoryTests
{
    private static readonly Tensor Input = Paddle.Ones([2, 40]);

    [Fact]
    public void A_gradient_nobody_saw_is_freed_when_it_is_cleared()
    {
        (Linear layer, SGD optimizer) = Trained();
        Tensor memory = layer.Weight.GradForUpdate!;
        optimizer.Step();
        optimizer.ClearGrad();
        Assert.Throws<PreconditionNotMetException>(() => memory.ToArray<float>());
        Assert.All(layer.Weight.Grad!.ToArray<float>(), v => Assert.Equal(0, v));
        layer.Call(Input).Sum().Backward();
        Assert.All(layer.Weight.Grad!.ToArray<float>(), v => Assert.Equal(2, v));
    }

    [Fact]
    public void A_gradient_that_was_seen_keeps_its_memory_and_becomes_zero()
    {
        (Linear layer, SGD optimizer) = Trained();
        Tensor seen = layer.Weight.Grad!, shared = layer.Bias!.GradForUpdate!.Detach();
        optimizer.Step();
        optimizer.ClearGrad();
        Assert.Same(seen, layer.Weight.Grad);
        Assert.All(seen.ToArray<float>(), v => Assert.Equal(0, v));
        Assert.All(shared.ToArray<float>(), v => Assert.Equal(2, v));
        layer.Call(Input).Sum().Backward();
        Assert.Same(seen, layer.Weight.Grad);
        Assert.All(seen.ToArray<float>(), v => Assert.Equal(2, v));
    }

    [Fact]
    public void Gradients_that_Minimize_returns_can_be_read_after_they_are_cleared()
    {
        (Linear layer, SGD optimizer) = Trained();
        var used = optimizer.Minimize(Input.Sum());
        optimizer.ClearGrad();
        Assert.Equal(layer.Weight.Size, used.Single(p => ReferenceEquals(p.Param, layer.Weight)).Grad.ToArray<float>().Length);
    }

    [Fact]
    public void A_cleared_gradient_that_nothing_reaches_is_zero_to_the_optimizer()
    {
        (Linear layer, SGD optimizer) = Trained();
        optimizer.ClearGrad();
        float[] before = layer.Weight.ToArray<float>();
        optimizer.Step();
        Assert.Equal(before, layer.Weight.ToArray<float>());
        optimizer.ClearGrad(setToZero: false);
        Assert.Null(layer.Weight.Grad);
    }

    [Fact]
    public void A_clip_of_the_user_may_keep_what_it_saw()
    {
        var clip = new Keeping();
        (Linear layer, SGD optimizer) = Trained(clip);
        optimizer.Step();
        optimizer.ClearGrad();
        Assert.Equal(40 * 300, Assert.Single(clip.Seen, g => g.Ndim == 2).ToArray<float>().Length);
        GC.KeepAlive(layer);
    }

    private static (Linear Layer, SGD Optimizer) Trained(ClipGradBase? clip = null)
    {
        var layer = new Linear(40, 300);
        var optimizer = new SGD(0.1, layer.Parameters(), gradClip: clip);
        layer.Call(Input).Sum().Backward();
        return (layer, optimizer);
    }

    private sealed class Keeping : ClipGradBase
    {
        public List<Tensor> Seen { get; } = [];

        protected internal override Tensor[] Clip(Tensor[] grads)
        {
            Seen.AddRange(grads);
            return grads;
        }
    }
}
