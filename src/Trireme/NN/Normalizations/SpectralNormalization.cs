using Trireme.Operators;
using Trireme.Static;

namespace Trireme.NN;

/// <summary>Layers whose weight is divided by its largest singular value before each call.</summary>
public static class SpectralNormalization
{
    extension(Utils)
    {
        /// <summary>Divides a layer's weight by its largest singular value before each call; training changes the weight as it was.</summary>
        /// <param name="layer">The layer.</param>
        /// <param name="name">The weight's key in the layer's state dict.</param>
        /// <param name="nPowerIterations">How many steps of the power iteration each call in training takes; at least 1.</param>
        /// <param name="eps">Added to lengths.</param>
        /// <param name="dim">The axis that is the matrix's rows; 1 for Linear and transposed convolutions, else 0, where null.</param>
        /// <returns><paramref name="layer"/>: its state has <c>weight_orig</c>, <c>weight_u</c> and <c>weight_v</c> in the place of <c>weight</c>.</returns>
        /// <exception cref="InvalidArgumentException">The layer has no such weight of its own, or a number is out of range.</exception>
        /// <remarks>
        /// Mirrors paddle.nn.utils.spectral_norm and paddle.nn.spectral_norm; Miyato et al. 2018. The iteration goes on from call to call in training and
        /// stands still outside it. Programs take the weight as it is then; a program that trains cannot be made of the layer: divide by
        /// <see cref="NN.SpectralNorm"/> there. Make optimizers afterwards.
        /// </remarks>
        public static T SpectralNorm<T>(T layer, string name = "weight", int nPowerIterations = 1, double eps = 1e-12, int? dim = null)
            where T : Layer
        {
            Parameter? weight = layer.NamedParameters(includeSublayers: false).FirstOrDefault(p => p.Name == name).Parameter;
            int rows = dim ?? (layer is Linear or Conv1DTranspose or Conv2DTranspose or Conv3DTranspose ? 1 : 0);
            if (weight is null || nPowerIterations < 1 || eps < 0 || weight.Ndim < 2 || rows < 0 || rows >= weight.Ndim)
            {
                throw new InvalidArgumentException($"SpectralNorm: '{name}' of {layer.FullName()} cannot be divided by its largest singular value.",
                    $"It is {weight?.Shape.ToString() ?? "absent"}; dim {rows}, nPowerIterations {nPowerIterations}, eps {eps}.",
                    "Name a weight of at least two dimensions that the layer itself holds, one of its axes, and at least one iteration.");
            }
            new NormalizedWeight(layer, name, weight, new SpectralNormOp(rows, nPowerIterations, (float)eps)).Begin();
            return layer;
        }
    }

    /// <summary>A weight that is computed from another parameter whenever its layer is called.</summary>
    private sealed class NormalizedWeight(Layer layer, string name, Parameter weight, SpectralNormOp op)
    {
        private readonly Parameter _original = weight.Twin(weight.Copy());
        private readonly Tensor _u = Start(weight.Shape[op.Dim], weight, op.Eps);
        private readonly Tensor _v = Start((int)(weight.Shape.Numel / weight.Shape[op.Dim]), weight, op.Eps);

        public void Begin()
        {
            layer.Replace(name, weight);
            layer.AddParameter($"{name}_orig", _original);
            layer.RegisterBuffer($"{name}_u", _u);
            layer.RegisterBuffer($"{name}_v", _v);
            layer.RegisterForwardPreHook((_, _) =>
            {
                Refresh();
                return null;
            });
        }

        private void Refresh()
        {
            if (Recorder.IsOn && layer.Training)
            {
                throw new PreconditionNotMetException($"SpectralNorm: {layer.FullName()} cannot train in a program.",
                    "Its weight is computed anew between the calls.",
                    "Divide the weight by the layer SpectralNorm there, or call Eval first.");
            }
            using Recorder.Mode eager = Recorder.Suspend();
            // The tape keeps what it reads: the vectors of this call must not be those that the next one overwrites.
            Tensor u = _u.Copy(), v = _v.Copy();
            if (layer.Training)
            {
                using (Paddle.NoGrad())
                    (u, v) = SpectralNormOp.Iterate(SpectralNormOp.Matrix(_original, op.Dim), u.Unsqueeze(1), v.Unsqueeze(1), op.PowerIters, op.Eps);
                (u, v) = (u.Flatten(), v.Flatten());
                _u.SetValue(u);
                _v.SetValue(v);
            }
            Tensor normal = (op with { PowerIters = 0 }).Apply(_original, u, v);
            Parameter now = weight.Twin(normal);
            now.TakeHistory(normal);
            layer.Replace(name, now);
        }

        private static Tensor Start(int length, Parameter weight, double eps)
        {
            using Recorder.Mode eager = Recorder.Suspend();
            Tensor vector = Paddle.Randn([length], weight.DType);
            return vector / (vector.Square().Sum().Sqrt() + eps);
        }
    }
}
