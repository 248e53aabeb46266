using Trireme.Operators;
using Trireme.Static;

namespace Trireme.Fluid;

public static partial class Layers
{
    /// <summary>A list of tensors, empty at the beginning of each run.</summary>
    /// <param name="dtype">The element type of its tensors.</param>
    /// <remarks>Mirrors fluid.layers.create_array.</remarks>
    public static Variable CreateArray(DType dtype) => SubBlock.Declare("array", default, dtype, VarType.LodTensorArray);

    /// <summary>Puts a tensor into a list.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="i">The index: one integer; the list grows as needed.</param>
    /// <param name="array">The list; a new one where null.</param>
    /// <returns>The list.</returns>
    /// <exception cref="InvalidArgumentException"><paramref name="array"/> is no list, or the index is not one integer.</exception>
    /// <remarks>Mirrors fluid.layers.array_write.</remarks>
    public static Variable ArrayWrite(Tensor x, Tensor i, Variable? array = null)
    {
        RequireIndex(i, "ArrayWrite");
        array ??= CreateArray(x.DType);
        RequireArray(array, "ArrayWrite");
        if (array.Ndim == 0 && x.Ndim > 0)
            array.Narrow(x.Shape, array.DType);
        Recorder.Append(Recorder.Main.CurrentBlock(), new WriteToArrayOp(), [x, i], [array]);
        return array;
    }

    /// <summary>Takes a tensor from a list.</summary>
    /// <param name="array">The list.</param>
    /// <param name="i">The index: one integer.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="array"/> is no list, or the index is not one integer.</exception>
    /// <remarks>Mirrors fluid.layers.array_read. Running it fails where the list has no tensor at the index.</remarks>
    public static Tensor ArrayRead(Variable array, Tensor i)
    {
        RequireIndex(i, "ArrayRead");
        RequireArray(array, "ArrayRead");
        Variable item = SubBlock.Declare("array_read", array.Shape, array.DType, stopGradient: array.StopGradient || !array.DType.IsFloating);
        Recorder.Append(Recorder.Main.CurrentBlock(), new ReadFromArrayOp(), [array, i], [item]);
        return item;
    }

    /// <summary>The number of tensors in a list, int64 [1].</summary>
    /// <param name="array">The list.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="array"/> is no list.</exception>
    /// <remarks>Mirrors fluid.layers.array_length.</remarks>
    public static Tensor ArrayLength(Variable array)
    {
        RequireArray(array, "ArrayLength");
        Variable length = SubBlock.Declare("array_length", [1], DType.Int64, stopGradient: true);
        Recorder.Append(Recorder.Main.CurrentBlock(), new LodArrayLengthOp(), [array], [length]);
        return length;
    }

    /// <summary>The tensors of a list joined along an axis.</summary>
    /// <param name="input">The list.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="name">A name; it has no effect.</param>
    /// <returns>The joined tensor, and the size of each part along the axis, int32.</returns>
    /// <exception cref="InvalidArgumentException"><paramref name="input"/> is no list.</exception>
    /// <remarks>Mirrors fluid.layers.tensor_array_to_tensor.</remarks>
    public static (Tensor Out, Tensor OutIndex) TensorArrayToTensor(Variable input, int axis = 1, string? name = null)
    {
        RequireArray(input, "TensorArrayToTensor");
        Shape shape = input.Ndim > 0 ? input.Shape.With(axis < 0 ? axis + input.Ndim : axis, -1) : default;
        Variable joined = SubBlock.Declare("tensor_array_to_tensor", shape, input.DType, stopGradient: input.StopGradient || !input.DType.IsFloating);
        Variable sizes = SubBlock.Declare("tensor_array_to_tensor", [-1], DType.Int32, stopGradient: true);
        Recorder.Append(Recorder.Main.CurrentBlock(), new TensorArrayToTensorOp(axis), [input], [joined, sizes]);
        return (joined, sizes);
    }

    /// <summary>The sequences of a tensor, or its rows where it has none, in the order of a rank table.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="rankTable">The order.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="rankTable"/> is no rank table, or x no variable.</exception>
    /// <remarks>Mirrors fluid.layers.reorder_lod_tensor_by_rank.</remarks>
    public static Tensor ReorderLodTensorByRank(Tensor x, Variable rankTable)
    {
        Variable variable = RequireVariable(x, "ReorderLodTensorByRank", "x");
        if (rankTable.Type != VarType.LodRankTable)
            throw new InvalidArgumentException($"ReorderLodTensorByRank: '{rankTable.Name}' is no rank table.", $"It is a {rankTable.Type}.", "Make it with LodRankTable.");
        Variable result = SubBlock.Declare("reorder_lod_tensor_by_rank", variable.Shape, variable.DType, stopGradient: variable.StopGradient, lodLevel: variable.LodLevel);
        Recorder.Append(Recorder.Main.CurrentBlock(), new ReorderLodTensorByRankOp(), [variable, rankTable], [result]);
        return result;
    }

    /// <summary>The sequences of a tensor on one level, longest first.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="level">The level; 0 is the outermost.</param>
    /// <exception cref="InvalidArgumentException">x is no variable.</exception>
    /// <remarks>Mirrors fluid.layers.control_flow.lod_rank_table.</remarks>
    public static Variable LodRankTable(Tensor x, int level = 0)
    {
        Variable table = SubBlock.Declare("lod_rank_table", default, default, VarType.LodRankTable, stopGradient: true);
        Recorder.Append(Recorder.Main.CurrentBlock(), new LodRankTableOp(level), [RequireVariable(x, "LodRankTable", "x")], [table]);
        return table;
    }

    private static void RequireArray(Variable array, string function)
    {
        if (array.Type != VarType.LodTensorArray)
            throw new InvalidArgumentException($"{function}: '{array.Name}' is no list of tensors.", $"It is a {array.Type}.", "Make it with CreateArray or ArrayWrite.");
    }

    private static void RequireIndex(Tensor i, string function)
    {
        if (!i.DType.IsInteger || (i.Shape.IsKnown && i.Size != 1))
            throw new InvalidArgumentException($"{function}: the index is not one integer.", $"It is {i.Shape} {i.DType}.", "Make it with Layers.FillConstant([1], \"int64\", 0).");
    }
}
