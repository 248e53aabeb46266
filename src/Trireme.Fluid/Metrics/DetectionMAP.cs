using Trireme.Programs;
using Trireme.Static;

namespace Trireme.Fluid;

public static partial class Metrics
{
    /// <summary>The mean over classes of the average precision of a detector, of each batch and of all since the last reset; the program counts by
    /// itself.</summary>
    /// <remarks>Mirrors fluid.metrics.DetectionMAP; Everingham et al. 2010. Made inside a program; run the startup program before it.</remarks>
    public sealed class DetectionMAP
    {
        private readonly Tensor _current, _accumulated;
        private readonly Variable _hasState;

        /// <summary>Adds the measure to the current program.</summary>
        /// <param name="input">[M, 6]: class, score, x1, y1, x2, y2, those of one image as one sequence.</param>
        /// <param name="gtLabel">[N, 1]: the classes of the objects, likewise.</param>
        /// <param name="gtBox">[N, 4]: their boxes, likewise.</param>
        /// <param name="gtDifficult">[N, 1]: 1 where an object is difficult; none is where null.</param>
        /// <param name="classNum">The number of classes; needed.</param>
        /// <param name="backgroundLabel">A class that is left out.</param>
        /// <param name="overlapThreshold">A detection finds an object when it overlaps it by more.</param>
        /// <param name="evaluateDifficult">Whether difficult objects count.</param>
        /// <param name="apVersion">integral, or 11point: the precision at eleven recalls.</param>
        /// <exception cref="InvalidArgumentException">The number of classes is missing, or shapes or options do not fit.</exception>
        public DetectionMAP(Tensor input, Tensor gtLabel, Tensor gtBox, Tensor? gtDifficult = null, int? classNum = null, int backgroundLabel = 0,
            double overlapThreshold = 0.5, bool evaluateDifficult = true, string apVersion = "integral")
        {
            ArgumentNullException.ThrowIfNull(gtLabel);
            ArgumentNullException.ThrowIfNull(gtBox);
            int classes = classNum ?? throw new InvalidArgumentException("DetectionMAP: classNum is missing.", null, "Pass the number of classes.");
            Tensor[] fields = gtDifficult is null ? [gtLabel.Cast(gtBox.DType), gtBox] : [gtLabel.Cast(gtBox.DType), gtDifficult.Cast(gtBox.DType), gtBox];
            Tensor label = Paddle.Concat(fields, 1);
            _current = Layers.DetectionMap(input, label, classes, backgroundLabel, overlapThreshold, evaluateDifficult, apVersion: apVersion);
            _hasState = State("has_state", 1, DType.Int32);
            Tensor[] states = [State("accum_pos_count", (classes, 1), DType.Int32), State("accum_true_pos", (1, 2), DType.Float32),
                State("accum_false_pos", (1, 2), DType.Float32)];
            _accumulated = Layers.DetectionMap(input, label, classes, backgroundLabel, overlapThreshold, evaluateDifficult, _hasState, states, states,
                apVersion);
            Layers.FillConstant(1, DType.Int32, 1, @out: _hasState);
        }

        /// <summary>The measure of a batch, and of all batches since the last reset; both [1].</summary>
        /// <remarks>Mirrors DetectionMAP.get_map_var.</remarks>
        public (Tensor CurMap, Tensor AccumMap) GetMapVar() => (_current, _accumulated);

        /// <summary>Forgets all batches.</summary>
        /// <param name="executor">Runs what forgets.</param>
        /// <param name="resetProgram">A program that receives it; a new one where null.</param>
        /// <remarks>Mirrors DetectionMAP.reset.</remarks>
        public void Reset(Executor executor, Program? resetProgram = null)
        {
            ArgumentNullException.ThrowIfNull(executor);
            resetProgram ??= new Program();
            using (new ProgramGuard(resetProgram))
            {
                Variable state = resetProgram.GlobalBlock().CreateVar(_hasState.Name, _hasState.Shape, _hasState.DType, persistable: true);
                Layers.FillConstant(1, DType.Int32, 0, @out: state);
            }
            executor.Run(resetProgram);
        }

        // Before the first batch there is nothing, whatever the shape says.
        private static Variable State(string name, Shape shape, DType dtype)
            => Layers.CreateGlobalVar(shape, 0, dtype, persistable: true, name: UniqueName.Generate($"detection_map_{name}"));
    }
}
