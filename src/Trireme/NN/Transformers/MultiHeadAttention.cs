using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Attention in several heads: queries, keys and values are projected, each head attends for itself, and the results are projected again.</summary>
/// <remarks>Mirrors paddle.nn.MultiHeadAttention; Vaswani et al. 2017.</remarks>
public sealed class MultiHeadAttention : Layer
{
    private readonly int _embedDim, _kdim, _vdim, _numHeads;
    private readonly double _dropout;
    private readonly bool _needWeights;

    /// <summary>Attention in several heads.</summary>
    /// <param name="embedDim">The size of queries and results; a multiple of <paramref name="numHeads"/>.</param>
    /// <param name="numHeads">The number of heads; at least 1.</param>
    /// <param name="dropout">The probability of dropping a weight in training; 0 to 1.</param>
    /// <param name="kdim">The size of keys; <paramref name="embedDim"/> where null.</param>
    /// <param name="vdim">The size of values; <paramref name="embedDim"/> where null.</param>
    /// <param name="needWeights">Whether the weights are returned, too.</param>
    /// <param name="weightAttr">How the projections' weights are made and trained.</param>
    /// <param name="biasAttr">How their biases are made and trained; <c>false</c> for none.</param>
    /// <exception cref="InvalidArgumentException">The sizes do not fit.</exception>
    public MultiHeadAttention(int embedDim, int numHeads, double dropout = 0.0, int? kdim = null, int? vdim = null, bool needWeights = false,
        ParamAttr? weightAttr = null, ParamAttr? biasAttr = null)
    {
        if (embedDim < 1 || numHeads < 1 || embedDim % numHeads != 0)
            throw new InvalidArgumentException($"MultiHeadAttention: the size {embedDim} cannot be shared by {numHeads} heads.", null, "Both must be at least 1, the first a multiple of the second.");
        (_embedDim, _numHeads, _dropout, _kdim, _vdim, _needWeights) = (embedDim, numHeads, dropout, kdim ?? embedDim, vdim ?? embedDim, needWeights);
        QProj = new Linear(embedDim, embedDim, weightAttr, biasAttr);
        KProj = new Linear(_kdim, embedDim, weightAttr, biasAttr);
        VProj = new Linear(_vdim, embedDim, weightAttr, biasAttr);
        OutProj = new Linear(embedDim, embedDim, weightAttr, biasAttr);
    }

    /// <summary>Projects queries.</summary>
    public Linear QProj { get; }

    /// <summary>Projects keys.</summary>
    public Linear KProj { get; }

    /// <summary>Projects values.</summary>
    public Linear VProj { get; }

    /// <summary>Projects the heads' results.</summary>
    public Linear OutProj { get; }

    private int HeadDim => _embedDim / _numHeads;

    /// <summary>Attends, with hooks.</summary>
    /// <param name="query">[B, M, size].</param>
    /// <param name="key">[B, N, kdim]; the query where null.</param>
    /// <param name="value">[B, N, vdim]; the query where null.</param>
    /// <param name="attnMask">
    /// Broadcasts to [B, heads, M, N]; added to the products, or, as bool or integers, not 0 where a position is seen. None where null.
    /// </param>
    /// <returns>[B, M, size].</returns>
    /// <exception cref="InvalidArgumentException">The shapes do not fit.</exception>
    public Tensor Call(Tensor query, Tensor? key = null, Tensor? value = null, Tensor? attnMask = null)
        => base.Call([query, key!, value!, attnMask!])[0];

    /// <summary>Attends to what a cache holds besides.</summary>
    /// <param name="query">[B, M, size].</param>
    /// <param name="key">[B, N, kdim]; the query where null.</param>
    /// <param name="value">[B, N, vdim]; the query where null.</param>
    /// <param name="attnMask">Broadcasts to [B, heads, M, all positions]; as without a cache.</param>
    /// <param name="cache">From <see cref="GenCache"/> or the call before; a <see cref="StaticCache"/> replaces key and value. None where null.</param>
    /// <returns>[B, M, size]; the weights [B, heads, M, N] where they were asked for; the cache for the next call.</returns>
    public (Tensor Output, Tensor? Weights, KeyValues? Cache) Call(Tensor query, Tensor? key, Tensor? value, Tensor? attnMask, KeyValues? cache)
    {
        if (cache is null)
        {
            Tensor[] results = base.Call([query, key!, value!, attnMask!]);
            return (results[0], results.ElementAtOrDefault(1), null);
        }
        (Tensor output, Tensor weights, KeyValues kv) = Attend(query, key ?? query, value ?? query, attnMask, cache);
        return (output, _needWeights ? weights : null, kv);
    }

    /// <summary>Attends; see <see cref="Call(Tensor, Tensor?, Tensor?, Tensor?)"/>.</summary>
    /// <param name="inputs">Query, key, value and mask; all but the first may be null or left out.</param>
    /// <returns>The result and, where they are asked for, the weights.</returns>
    public override Tensor[] Forward(params Tensor[] inputs)
    {
        Tensor query = inputs[0], key = inputs.ElementAtOrDefault(1) ?? query, value = inputs.ElementAtOrDefault(2) ?? query;
        Tensor? mask = inputs.ElementAtOrDefault(3);
        if (_needWeights || query.IsSymbolic)
        {
            (Tensor result, Tensor weights, _) = Attend(query, key, value, mask, null);
            return _needWeights ? [result, weights] : [result];
        }
        Tensor attended = F.ScaledDotProductAttention(Heads(QProj.Call(query)), Heads(KProj.Call(key)), Heads(VProj.Call(value)), mask, _dropout, training: Training);
        return [OutProj.Call(attended.Flatten(2))];
    }

    /// <summary>Attends to the input itself.</summary>
    /// <param name="input">[B, M, size].</param>
    public override Tensor Forward(Tensor input) => Forward([input])[0];

    /// <summary>Keys and values as the heads see them.</summary>
    /// <param name="key">[B, N, kdim].</param>
    /// <param name="value">[B, N, vdim].</param>
    /// <returns>[B, heads, N, size / heads] each.</returns>
    /// <remarks>Mirrors compute_kv.</remarks>
    public (Tensor K, Tensor V) ComputeKv(Tensor key, Tensor value)
        => (Heads(KProj.Call(key)).Transpose([0, 2, 1, 3]), Heads(VProj.Call(value)).Transpose([0, 2, 1, 3]));

    /// <summary>A cache to start with.</summary>
    /// <param name="key">[B, N, kdim]; for an empty cache, anything with the right batch.</param>
    /// <param name="value">[B, N, vdim]; for a <see cref="Cache"/>, null for an empty one, else <paramref name="key"/> and this are keys and values already.</param>
    /// <param name="type"><see cref="Cache"/>, which grows with each call, where null; or <see cref="StaticCache"/>, which does not.</param>
    /// <exception cref="InvalidArgumentException">The type is no cache.</exception>
    /// <remarks>Mirrors gen_cache.</remarks>
    public KeyValues GenCache(Tensor key, Tensor? value = null, Type? type = null)
    {
        if (type == typeof(StaticCache))
        {
            (Tensor k, Tensor v) = ComputeKv(key, value ?? key);
            return new StaticCache(k, v);
        }
        if (type is not null && type != typeof(Cache))
            throw new InvalidArgumentException($"MultiHeadAttention: {type.Name} is no cache.", null, "Pass typeof(MultiHeadAttention.Cache) or typeof(MultiHeadAttention.StaticCache).");
        if (value is not null)
            return new Cache(key, value);
        Tensor empty = Paddle.Zeros([key.Shape[0], _numHeads, 0, HeadDim], QProj.Weight.DType);
        return new Cache(empty, empty);
    }

    // Operator by operator: where the weights are wanted, the keys lie head by head, or a program is written.
    private (Tensor Output, Tensor Weights, KeyValues Kv) Attend(Tensor query, Tensor key, Tensor value, Tensor? attnMask, KeyValues? cache)
    {
        Tensor q = Heads(QProj.Call(query)).Transpose([0, 2, 1, 3]);
        KeyValues kv = cache is StaticCache ? cache : Longer(cache, ComputeKv(key, value));
        Tensor products = (q * Math.Pow(HeadDim, -0.5)).Matmul(kv.K, transposeY: true);
        Tensor weights = F.Softmax(F.AttentionMask(attnMask, products.DType) is { } mask ? products + mask : products);
        Tensor used = F.Dropout(weights, _dropout, training: Training);
        Tensor output = OutProj.Call(used.Matmul(kv.V).Transpose([0, 2, 1, 3]).Flatten(2));
        return (output, weights, kv);
    }

    private Tensor Heads(Tensor x) => x.Reshape([0, 0, _numHeads, HeadDim]);

    private static Cache Longer(KeyValues? before, (Tensor K, Tensor V) kv)
        => before is null || before.K.Shape[2] == 0 ? new Cache(kv.K, kv.V) : new Cache(Paddle.Concat([before.K, kv.K], 2), Paddle.Concat([before.V, kv.V], 2));

    /// <summary>Keys and values [B, heads, N, size / heads].</summary>
    /// <param name="K">The keys.</param>
    /// <param name="V">The values.</param>
    public abstract record KeyValues(Tensor K, Tensor V);

    /// <summary>Keys and values of the positions so far; each call adds its own.</summary>
    /// <param name="K">The keys.</param>
    /// <param name="V">The values.</param>
    public sealed record Cache(Tensor K, Tensor V) : KeyValues(K, V);

    /// <summary>Keys and values of a memory, computed once.</summary>
    /// <param name="K">The keys.</param>
    /// <param name="V">The values.</param>
    public sealed record StaticCache(Tensor K, Tensor V) : KeyValues(K, V);
}
