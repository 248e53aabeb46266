using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Trireme.Static;

namespace Trireme.Operators;

/// <summary>Out = In, which is written to the standard output.</summary>
/// <param name="FirstN">How many times it is written; always where negative.</param>
/// <param name="Message">A line in front.</param>
/// <param name="Summarize">How many elements are written; all where negative.</param>
/// <param name="PrintTensorName">Whether the name is written.</param>
/// <param name="PrintTensorType">Whether the element type is written.</param>
/// <param name="PrintTensorShape">Whether the shape is written.</param>
/// <param name="PrintTensorLayout">Whether the memory layout is written.</param>
/// <param name="PrintTensorLod">Whether the sequences are written.</param>
/// <param name="PrintPhase">FORWARD for the tensor, BACKWARD for its gradient, BOTH.</param>
/// <param name="IsForward">Whether this is the tensor rather than its gradient.</param>
[Op("print", "In -> Out")]
public sealed record PrintOp(int FirstN = -1, string Message = "", int Summarize = 20, bool PrintTensorName = true, bool PrintTensorType = true, bool PrintTensorShape = true,
    bool PrintTensorLayout = true, bool PrintTensorLod = true, string PrintPhase = "BOTH", bool IsForward = true) : ScopeOp
{
    private static readonly ConditionalWeakTable<Operator, StrongBox<int>> Times = [];

    /// <inheritdoc/>
    public override Op Gradient() => new PrintGradOp(FirstN, Message, Summarize, PrintTensorName, PrintTensorType, PrintTensorShape, PrintTensorLayout, PrintTensorLod, PrintPhase);

    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        Tensor x = run.In("In");
        if (PrintPhase != "BACKWARD" && IsDue(run.Operator))
            Console.Out.Write(Text(x, run.Operator.Input("In")[0]));
        run.Out("Out", x);
    }

    /// <summary>Counts a time that the operator prints, and says whether it is one of the first.</summary>
    internal bool IsDue(Operator op)
    {
        StrongBox<int> times = Times.GetValue(op, static _ => new StrongBox<int>());
        return FirstN < 0 || Interlocked.Increment(ref times.Value) <= FirstN;
    }

    /// <summary>A tensor as Paddle's print operator writes it.</summary>
    internal string Text(Tensor x, string name)
    {
        var text = new StringBuilder();
        if (PrintTensorName)
            text.Append("Variable: ").Append(name).Append('\n');
        if (Message.Length > 0)
            text.Append("  - message: ").Append(Message).Append('\n');
        if (PrintTensorLod)
            text.Append("  - lod: {").AppendJoin(", ", (x.Lod?.ToOffsets() ?? []).Select(o => "{" + string.Join(", ", o) + "}")).Append("}\n");
        text.Append("  - place: Place(cpu)\n");
        if (PrintTensorShape)
            text.Append("  - shape: ").Append(x.Shape).Append('\n');
        if (PrintTensorLayout)
            text.Append("  - layout: NCHW\n");
        if (PrintTensorType)
            text.Append("  - dtype: ").Append(TypeName(x.DType)).Append('\n');
        long count = Summarize < 0 ? x.Size : Math.Min(Summarize, x.Size);
        text.Append("  - data: [");
        for (long i = 0; i < count; i++)
            text.Append(i > 0 ? " " : "").Append(x.DType.IsFloating ? Number(x.ItemAt<double>(i)) : x.IntegerText(i));
        return text.Append("]\n").ToString();
    }

    // Six digits, as C++ streams write numbers.
    private static string Number(double value) => double.IsNaN(value) ? "nan" : double.IsInfinity(value) ? (value > 0 ? "inf" : "-inf")
        : value.ToString("G6", CultureInfo.InvariantCulture).Replace('E', 'e');

    private static string TypeName(DType type) => type.Kind switch
    {
        DTypeKind.Float32 => "float",
        DTypeKind.Float64 => "double",
        DTypeKind.Int32 => "int",
        DTypeKind.Int64 => "long",
        _ => type.Name,
    };
}

/// <summary>In@GRAD = Out@GRAD, which is written to the standard output.</summary>
/// <param name="FirstN">How many times it is written; always where negative.</param>
/// <param name="Message">A line in front.</param>
/// <param name="Summarize">How many elements are written; all where negative.</param>
/// <param name="PrintTensorName">Whether the name is written.</param>
/// <param name="PrintTensorType">Whether the element type is written.</param>
/// <param name="PrintTensorShape">Whether the shape is written.</param>
/// <param name="PrintTensorLayout">Whether the memory layout is written.</param>
/// <param name="PrintTensorLod">Whether the sequences are written.</param>
/// <param name="PrintPhase">FORWARD for the tensor, BACKWARD for its gradient, BOTH.</param>
[Op("print_grad", "Out@GRAD -> In@GRAD", NoGradient = "It is a gradient itself.")]
public sealed record PrintGradOp(int FirstN = -1, string Message = "", int Summarize = 20, bool PrintTensorName = true, bool PrintTensorType = true, bool PrintTensorShape = true,
    bool PrintTensorLayout = true, bool PrintTensorLod = true, string PrintPhase = "BOTH") : ScopeOp
{
    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        Tensor gradient = run.In("Out@GRAD");
        var print = new PrintOp(FirstN, Message, Summarize, PrintTensorName, PrintTensorType, PrintTensorShape, PrintTensorLayout, PrintTensorLod, PrintPhase, IsForward: false);
        if (PrintPhase != "FORWARD" && print.IsDue(run.Operator))
            Console.Out.Write(print.Text(gradient, run.Operator.Output("In@GRAD")[0]));
        run.Out("In@GRAD", gradient);
    }
}
