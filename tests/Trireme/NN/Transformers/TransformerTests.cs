using Trireme.NN;
using Trireme.Programs;
using Trireme.Random;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.NN.Transformers;

public sealed class TransformerTests
{
    [Fact]
    public void Attention_with_weights_asked_for_gives_the_same_result()
    {
        using var seed = new Generator(1).UseOnThisThread();
        var fused = new MultiHeadAttention(12, 3, kdim: 5, vdim: 7);
        var plain = new MultiHeadAttention(12, 3, kdim: 5, vdim: 7, needWeights: true);
        plain.SetStateDict(fused.StateDict());
        Tensor q = Paddle.Randn([2, 4, 12]), k = Paddle.Randn([2, 6, 5]), v = Paddle.Randn([2, 6, 7]), mask = Paddle.Randn([2, 1, 4, 6]) > 0;
        mask.StopGradient = true;
        (Tensor output, Tensor? weights, _) = plain.Call(q, k, v, mask, null);
        AssertClose(fused.Call(q, k, v, mask), output);
        AssertClose(weights!.Sum(-1), Paddle.Ones([2, 3, 4]));
    }

    [Fact]
    public void A_cache_gives_position_by_position_what_a_causal_mask_gives_at_once()
    {
        using var seed = new Generator(2).UseOnThisThread();
        var encoder = new TransformerEncoder(new TransformerEncoderLayer(8, 2, 16, 0.0, "gelu", normalizeBefore: true), 2, new LayerNorm(8));
        Tensor x = Paddle.Randn([3, 5, 8]);
        Tensor all = encoder.Call(x, new Transformer(8, 2, 1, 1, 8).GenerateSquareSubsequentMask(5));
        MultiHeadAttention.KeyValues[] cache = encoder.GenCache(x);
        for (int i = 0; i < 5; i++)
        {
            (Tensor y, cache) = encoder.Call(x[.., i..(i + 1)], null, cache);
            AssertClose(all[.., i..(i + 1)], y);
        }
        Assert.Equal((Shape)(3, 2, 5, 4), cache[1].K.Shape);
    }

    [Fact]
    public void A_decoder_with_caches_agrees_with_one_without()
    {
        using var seed = new Generator(3).UseOnThisThread();
        var decoder = new TransformerDecoder(new TransformerDecoderLayer(8, 2, 16, 0.0), 2);
        Tensor memory = Paddle.Randn([2, 6, 8]), x = Paddle.Randn([2, 4, 8]);
        Tensor all = decoder.Call(x, memory, Paddle.Full([4, 4], float.NegativeInfinity).Triu(1));
        var cache = decoder.GenCache(memory);
        for (int i = 0; i < 4; i++)
        {
            (Tensor y, cache) = decoder.Call(x[.., i..(i + 1)], memory, null, null, cache);
            AssertClose(all[.., i..(i + 1)], y);
        }
    }

    [Fact]
    public void A_transformer_has_the_keys_and_names_of_Paddle_and_trains()
    {
        using IDisposable names = UniqueName.Guard();
        var transformer = new Transformer(8, 2, 2, 1, 16);
        Assert.Equal(["encoder.layers.0.self_attn.q_proj.weight", "encoder.layers.0.self_attn.q_proj.bias"], transformer.StateDict().Keys.Take(2));
        Assert.Contains("encoder.layers.1.norm2.bias", transformer.StateDict().Keys);
        Assert.Contains("decoder.layers.0.cross_attn.out_proj.weight", transformer.StateDict().Keys);
        Assert.Contains("decoder.norm.weight", transformer.StateDict().Keys);
        Assert.Equal("linear_0.w_0", transformer.Parameters()[0].Name);
        Tensor mask = transformer.GenerateSquareSubsequentMask(3);
        Assert.Equal([0, float.NegativeInfinity, float.NegativeInfinity, 0, 0, float.NegativeInfinity, 0, 0, 0], mask.ToArray<float>());
        transformer.Call(Paddle.Randn([2, 5, 8]), Paddle.Randn([2, 3, 8]), tgtMask: mask).Sum().Backward();
        Assert.All(transformer.Parameters(), p => Assert.NotNull(p.Grad));
    }

    [Fact]
    public void Layers_made_like_the_first_have_values_of_their_own()
    {
        var encoder = new TransformerEncoder(new TransformerEncoderLayer(8, 2, 16), 2);
        Assert.NotEqual(encoder.Parameters()[0].ToArray<float>(), ((TransformerEncoderLayer)encoder.Layers[1]).SelfAttn.QProj.Weight.ToArray<float>());
    }

    [Fact]
    public void Attributes_may_differ_between_the_parts()
    {
        var layer = new TransformerEncoderLayer(8, 2, 16, biasAttr: new ParamAttr?[] { false, null });
        Assert.Null(layer.SelfAttn.QProj.Bias);
        Assert.NotNull(layer.Linear1.Bias);
        Assert.Throws<InvalidArgumentException>(() => new TransformerEncoderLayer(8, 2, 16, weightAttr: new ParamAttr?[] { null, null, null }));
        Assert.Throws<InvalidArgumentException>(() => new TransformerEncoderLayer(8, 3, 16));
        Assert.Throws<InvalidArgumentException>(() => new TransformerEncoderLayer(8, 2, 16, activation: "none such"));
    }

    [Fact]
    public void Weights_dropped_in_attention_keep_the_expectation()
    {
        using var seed = new Generator(4).UseOnThisThread();
        Tensor q = Paddle.Zeros([1, 1, 1, 4]), k = Paddle.Zeros([1, 2000, 1, 4]), v = Paddle.Ones([1, 2000, 1, 4]);
        v.StopGradient = false;
        Tensor y = F.ScaledDotProductAttention(q, k, v, dropoutP: 0.25);
        Assert.InRange(y.ToArray<float>()[0], 0.95, 1.05);
        y.Sum().Backward();
        // A value's gradient is its weight: 0 where it was dropped, else 1 / (1 - p) of the mean.
        float[] found = v.Grad!.ToArray<float>().Distinct().Order().ToArray();
        Assert.Equal(2, found.Length);
        Assert.Equal(0, found[0]);
        Assert.Equal(1 / (2000 * 0.75f), found[1], 1e-6f);
    }

    [Fact]
    public void Causal_attention_and_a_row_that_sees_nothing()
    {
        Tensor x = Paddle.Randn([2, 150, 3, 4]);
        AssertClose(F.ScaledDotProductAttention(x, x, x, isCausal: true), F.ScaledDotProductAttention(x, x, x, Paddle.Ones([150, 150]).Tril().Cast(DType.Bool)));
        Tensor blind = F.ScaledDotProductAttention(x, x, x, Paddle.Full([150, 150], float.NegativeInfinity));
        Assert.All(blind.ToArray<float>(), v => Assert.Equal(0, v));
    }

    private static void AssertClose(Tensor a, Tensor b)
    {
        Assert.Equal(a.Shape, b.Shape);
        float[] x = a.ToArray<float>(), y = b.ToArray<float>();
        for (int i = 0; i < x.Length; i++)
            Assert.Equal(x[i], y[i], 1e-5f);
    }
}
