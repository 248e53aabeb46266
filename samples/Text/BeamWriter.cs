using Trireme.Fluid;
using Trireme.Static;

namespace Trireme.Samples.Text;

/// <summary>A loop that writes word after word and goes on with the best few sentences of each source.</summary>
internal static class BeamWriter
{
    /// <summary>What gives the next state, and the chances of each word, from states, last words and the scores so far.</summary>
    internal delegate (Tensor State, Tensor Chances) Writer(Tensor state, Tensor ids, Tensor scores);

    public static (Tensor Ids, Tensor Scores) Write(Tensor context, Tensor firstIds, Tensor firstScores, int beam, int end, int longest, Writer write)
    {
        Tensor limit = Layers.FillConstant([1], "int64", longest), counter = Layers.FillConstant([1], "int64", 0);
        Variable states = Layers.ArrayWrite(context, counter), ids = Layers.ArrayWrite(firstIds, counter), scores = Layers.ArrayWrite(firstScores, counter);
        Tensor condition = Layers.LessThan(counter, limit);
        using (new Layers.While(condition).Block())
        {
            Tensor preIds = Layers.ArrayRead(ids, counter), preScores = Layers.ArrayRead(scores, counter);
            Tensor before = Layers.SequenceExpand(Layers.ArrayRead(states, counter), preScores);
            (Tensor state, Tensor chances) = write(before, preIds, preScores);
            (Tensor best, Tensor tokens) = Layers.Topk(chances, beam);
            Tensor sums = Layers.ElementwiseAdd(Layers.Log(best), Layers.Reshape(preScores, [-1]), axis: 0);
            var step = Layers.BeamSearch(preIds, preScores, tokens, sums, beam, end);
            Layers.Increment(counter);
            Layers.ArrayWrite(state, counter, states);
            Layers.ArrayWrite(step.SelectedIds, counter, ids);
            Layers.ArrayWrite(step.SelectedScores, counter, scores);
            Layers.LogicalAnd(Layers.LessThan(counter, limit), Layers.LogicalNot(Layers.IsEmpty(step.SelectedIds)), condition);
        }
        return Layers.BeamSearchDecode(ids, scores, beam, end);
    }
}
