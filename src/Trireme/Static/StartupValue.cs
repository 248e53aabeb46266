using Trireme.NN.Initializers;
using Trireme.Operators;

namespace Trireme.Static;

/// <summary>Notes in the startup program how a tensor that outlives runs gets its first value. Outside static mode there is nothing to note.</summary>
internal static class StartupValue
{
    /// <summary>A parameter made by an initializer.</summary>
    public static void Note(Tensor tensor, Initializer initializer)
    {
        if (Recorder.IsOn)
            Append(tensor, initializer.StartupRecord(tensor));
    }

    /// <summary>A state that begins with one value.</summary>
    public static void Note(Tensor tensor, double fill)
    {
        if (Recorder.IsOn)
            Append(tensor, FillConstantOp.Record(tensor.Shape, fill, tensor.DType));
    }

    private static void Append(Tensor tensor, Op record)
    {
        Program startup = Recorder.Startup;
        Variable variable = startup.Capture(tensor);
        Recorder.Append(startup.GlobalBlock(), record, [], [variable]);
    }
}
