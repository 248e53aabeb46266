using Trireme.Formats.ProgramDesc;
using Trireme.Operators;
using Trireme.Static;
using Trireme.Static.Files;

namespace Trireme.Inference;

/// <summary>Models whose weights are kept in fewer bits than operators compute with.</summary>
internal static class MixedPrecision
{
    public static void Convert(string model, string parameters, string newModel, string newParameters, DType kept, HashSet<string> spared)
    {
        var scope = new Scope();
        (Program program, _, _) = InferenceModel.Load(model, parameters, scope);
        Block block = program.GlobalBlock();
        Operator[] all = program.Blocks.SelectMany(b => b.Ops).ToArray();
        // What an operator writes is no weight; what an operator of the list reads stays as exact as it is.
        HashSet<string> untouched = [.. all.SelectMany(o => o.OutputArgNames), .. all.Where(o => spared.Contains(o.Type)).SelectMany(o => o.InputArgNames)];
        int first = block.Ops.TakeWhile(o => o.Record is FeedOp).Count();
        foreach (Variable weight in block.Vars.Values.Where(v => v.Persistable && v.Type == VarType.LodTensor && v.DType == DType.Float32 && !untouched.Contains(v.Name)).ToArray())
        {
            Variable small = block.CreateVar($"{weight.Name}.{kept}", weight.Shape, kept, persistable: true, stopGradient: true);
            scope.Var(small.Name).Set(scope.FindVar(weight.Name)!.GetTensor().Cast(kept));
            weight.Persistable = false;
            block.Insert(first, new Operator(block, new CastOp(kept, DType.Float32), [small.Name], [0, 1], [weight.Name], [0, 1]));
        }
        ParameterFiles.WriteCombined(newParameters, ParameterFiles.Names(program), scope);
        ProgramFile.Write(newModel, ProgramExport.Describe(program));
    }
}
