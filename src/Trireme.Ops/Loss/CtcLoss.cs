using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>
    /// Connectionist temporal classification: Logits [T, N, classes], Label [N, longest], lengths [N] → Loss [N, 1], the negative logarithm of the
    /// probability of all alignments; infinite where a label does not fit its time.
    /// </summary>
    /// <param name="Blank">The class that stands for nothing.</param>
    /// <param name="NormByTimes">Whether gradients are divided by the number of steps.</param>
    [Op("warpctc", "Logits, Label, LogitsLength?, LabelLength? -> Loss, WarpCTCGrad~", Saves = "WarpCTCGrad")]
    public sealed record WarpCtcOp(int Blank = 0, bool NormByTimes = false) : Op, IComposable
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta x = c["Logits"], label = c["Label"];
            if (!c.Has("LogitsLength"))
            {
                c["Loss"] = x with { Shape = (-1, 1) };
                return;
            }
            c.Require(x.DType.IsFloating, "Logits must be floating point.");
            c.Require(x.Shape.Rank == 3, "Logits must be [time, batch, classes].");
            c.Require(label.Shape.Rank == 2 && label.Shape[0] == x.Shape[1], "Label must be [batch, longest].");
            c.Require(label.DType == DType.Int32, "Label must be int32.");
            c.Require(Blank >= 0 && Blank < x.Shape[2], $"blank {Blank} is outside [0, {x.Shape[2] - 1}].");
            foreach (string slot in (ReadOnlySpan<string>)["LogitsLength", "LabelLength"])
                c.Require(c[slot].DType == DType.Int64 && c[slot].Shape.Numel == x.Shape[1], $"{slot} must be int64 with {x.Shape[1]} values.");
            c["Loss"] = x with { Shape = [x.Shape[1], 1] };
            c["WarpCTCGrad"] = x;
        }

        bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => inputs.Length < 3 || inputs[2] is null;

        bool IComposable.ReadsValues(ReadOnlySpan<Tensor?> inputs) => true;

        // Logits [T, classes] and Label [L, 1] with sequences: both are filled up to the longest.
        void IComposable.Compose(ComposeContext c)
        {
            Tensor[] logits = new SequencePadOp().ApplyAll(c["Logits"], Paddle.Zeros(1, c["Logits"].DType));
            Tensor[] labels = new SequencePadOp().ApplyAll(c["Label"].Cast(DType.Int32), Paddle.Zeros(1, DType.Int32));
            c["Loss"] = ApplyAll(logits[0].Transpose([1, 0, 2]), labels[0].Flatten(1), logits[1], labels[1])[0];
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
        {
            if (g.HasGrad("WarpCTCGrad"))
                throw new PreconditionNotMetException("warpctc has no second derivative.", "Its gradient was differentiated again.", "Do not use createGraph with this loss.");
            g.D["Logits"] = g["WarpCTCGrad"] * g.D["Loss"].Unsqueeze(0);
        }
    }
}

namespace Trireme.NN
{
    public static partial class Functional
    {
        /// <summary>The connectionist temporal classification loss.</summary>
        /// <param name="logProbs">Scores before softmax, [time, batch, classes].</param>
        /// <param name="labels">[batch, longest], the rest of each row is not read.</param>
        /// <param name="inputLengths">[batch]: steps of each sequence.</param>
        /// <param name="labelLengths">[batch]: length of each label.</param>
        /// <param name="blank">The class that stands for nothing.</param>
        /// <param name="reduction">mean (each loss divided by its label's length first), sum or none.</param>
        /// <param name="normByTimes">Whether gradients are divided by the number of steps.</param>
        /// <exception cref="InvalidArgumentException">Shapes, lengths or options do not fit.</exception>
        /// <exception cref="OutOfRangeException">A label is no class.</exception>
        /// <remarks>Mirrors paddle.nn.functional.ctc_loss; Graves et al. 2006. Softmax is part of it.</remarks>
        public static Tensor CtcLoss(Tensor logProbs, Tensor labels, Tensor inputLengths, Tensor labelLengths, int blank = 0, string reduction = "mean", bool normByTimes = false)
        {
            LossReduction.Check("ctc_loss", reduction);
            Tensor loss = new WarpCtcOp(blank, normByTimes)
                .ApplyAll(logProbs, labels.Cast(DType.Int32), inputLengths.Cast(DType.Int64), labelLengths.Cast(DType.Int64))[0].Squeeze(-1);
            return reduction == "mean" ? (loss / labelLengths.Cast(loss.DType)).Mean() : LossReduction.Apply(loss, reduction);
        }
    }
}
