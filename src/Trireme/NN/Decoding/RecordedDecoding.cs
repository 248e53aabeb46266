using Trireme.Operators;
using Trireme.Static;

namespace Trireme.NN;

/// <summary>Decoding while a program is recorded: a loop around the decoder's step, whose outputs are gathered in lists.</summary>
internal static class RecordedDecoding
{
    public static (Tensor[] Outputs, Tensor[] States, Tensor Lengths) Run(Decoder decoder, Tensor[] inits, int? maxStepNum, bool imputeFinished)
    {
        (Tensor inputs, Tensor[] states, Tensor finished) = decoder.Initialize(inits);
        Tensor first = Paddle.Zeros([1], DType.Int64);
        Block outside = Recorder.Main.CurrentBlock();
        (Variable List, Shape Item)[]? lists = null;
        // step, inputs, states, finished, lengths
        Tensor[] last = Static.Static.NN.WhileLoop(GoesOn, Step, [first, inputs, .. states, finished, finished.Cast(DType.Int64) * 0]);
        return (Array.ConvertAll(lists!, l => Stack(l.List, l.Item)), last[2..^2], last[^1]);

        Tensor GoesOn(Tensor[] now)
        {
            Tensor more = now[^2].All().LogicalNot().Reshape([1]);
            return maxStepNum is { } limit ? more.LogicalAnd(now[0].LessEqual(Paddle.Full([1], limit, DType.Int64))) : more;
        }

        Tensor[] Step(Tensor[] now)
        {
            (Tensor step, Tensor[] before, Tensor ended, Tensor lengths) = (now[0], now[2..^2], now[^2], now[^1]);
            (Tensor[] outputs, Tensor[] nextStates, Tensor nextInputs, Tensor nextFinished) = decoder.Step(step, now[1], before);
            (nextFinished, lengths) = decoder.KeepTrack(before, nextStates, ended, nextFinished, lengths, imputeFinished);
            lists = Array.ConvertAll(outputs, o =>
                (outside.CreateVar(Programs.UniqueName.Generate("array"), default(Shape), o.DType, VarType.LodTensorArray), o.Shape));
            for (int i = 0; i < outputs.Length; i++)
                Recorder.Append(Recorder.Main.CurrentBlock(), new WriteToArrayOp(), [outputs[i], step], [lists[i].List]);
            return [step + 1, nextInputs, .. nextStates, nextFinished, lengths];
        }
    }

    private static Variable Stack(Variable list, Shape item)
    {
        Variable stacked = SubBlock.Declare("steps", (int[])[-1, .. item.AsSpan()], list.DType, stopGradient: list.StopGradient || !list.DType.IsFloating);
        Variable sizes = SubBlock.Declare("steps", [-1], DType.Int32, stopGradient: true);
        Recorder.Append(Recorder.Main.CurrentBlock(), new TensorArrayToTensorOp(0, UseStack: true), [list], [stacked, sizes]);
        return stacked;
    }
}
