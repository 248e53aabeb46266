using System.Text;
using Google.Protobuf;
using Trireme.Formats.ProgramDesc.Wire;
using Complex = System.Numerics.Complex;
using WireScalar = Trireme.Formats.ProgramDesc.Wire.Scalar;

namespace Trireme.Formats.ProgramDesc;

/// <summary>Turns a description that <see cref="ProgramCheck"/> accepts into the messages of a program file.</summary>
internal static class ProgramWriter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] ToBytes(ProgramDescription program)
    {
        var message = new Wire.ProgramDesc();
        message.Blocks.AddRange(program.Blocks.Select(Block));
        if (program.Version is { } version)
            message.Version = new Wire.Version { Version_ = version };
        if (program.OperatorVersions.Count > 0)
        {
            message.OpVersionMap = new OpVersionMap();
            message.OpVersionMap.Pair.AddRange(program.OperatorVersions.Select(
                v => new OpVersionMap.Types.OpVersionPair { OpName = Text(v.Operator), OpVersion = new OpVersion { Version = v.Version } }));
        }
        return message.ToByteArray();
    }

    private static BlockDesc Block(BlockDescription block)
    {
        var message = new BlockDesc { Idx = block.Index, ParentIdx = block.ParentIndex };
        if (block.ForwardIndex != -1)
            message.ForwardBlockIdx = block.ForwardIndex;
        message.Vars.AddRange(block.Variables.Select(Variable));
        message.Ops.AddRange(block.Operators.Select(Operator));
        return message;
    }

    private static VarDesc Variable(VariableDescription variable)
    {
        var message = new VarDesc { Name = Text(variable.Name), Type = Type(variable) };
        if (variable.Persistable || variable.StatesPersistable is not false)
            message.Persistable = variable.Persistable;
        if (variable.NeedCheckFeed)
            message.NeedCheckFeed = true;
        if (variable.IsParameter)
            message.IsParameter = true;
        if (variable.StopGradient)
            message.StopGradient = true;
        return message;
    }

    private static VarType Type(VariableDescription variable)
    {
        var type = new VarType { Type = (VarType.Types.Type)variable.Kind };
        if (variable.Kind == VariableKind.Reader)
        {
            type.Reader = new VarType.Types.ReaderDesc();
            type.Reader.LodTensor.AddRange(variable.ReaderTensors.Select(
                t => new VarType.Types.LoDTensorDesc { Tensor = Tensor(t.ElementType, t.Dims), LodLevel = t.LodLevel }));
        }
        if (variable.ElementType is not { } elementType)
            return type;
        VarType.Types.TensorDesc tensor = Tensor(elementType, variable.Dims);
        switch (variable.Kind)
        {
            case VariableKind.LodTensor:
                type.LodTensor = new VarType.Types.LoDTensorDesc { Tensor = tensor };
                if (variable.LodLevel != 0 || (variable.StatesLodLevel ?? !variable.Persistable))
                    type.LodTensor.LodLevel = variable.LodLevel;
                break;
            case VariableKind.LodTensorArray:
                type.TensorArray = new VarType.Types.LoDTensorArrayDesc { Tensor = tensor };
                if (variable.LodLevel != 0 || variable.StatesLodLevel is not false)
                    type.TensorArray.LodLevel = variable.LodLevel;
                break;
            case VariableKind.SelectedRows:
                type.SelectedRows = tensor;
                break;
            case VariableKind.String:
                type.String = tensor;
                break;
            case VariableKind.Strings:
                type.Strings = tensor;
                break;
            case VariableKind.Vocab:
                type.Vocab = tensor;
                break;
            case VariableKind.SparseCoo:
                type.SparseCoo = tensor;
                break;
            case VariableKind.SparseCsr:
                type.SparseCsr = tensor;
                break;
        }
        return type;
    }

    public static VarType.Types.TensorDesc Tensor(int elementType, long[] dims)
    {
        var tensor = new VarType.Types.TensorDesc { DataType = (VarType.Types.Type)elementType };
        tensor.Dims.AddRange(dims);
        return tensor;
    }

    private static OpDesc Operator(OperatorDescription op)
    {
        var message = new OpDesc { Type = Text(op.Type) };
        if (op.IsTarget)
            message.IsTarget = true;
        message.Inputs.AddRange(op.Inputs.Select(s => Slot(s.Key, s.Value)));
        message.Outputs.AddRange(op.Outputs.Select(s => Slot(s.Key, s.Value)));
        message.Attrs.AddRange(op.Attributes.Select(a => Attribute(a.Key, a.Value)));
        return message;
    }

    private static OpDesc.Types.Var Slot(string name, string[] variables)
    {
        var slot = new OpDesc.Types.Var { Parameter = Text(name) };
        slot.Arguments.AddRange(variables.Select(Text));
        return slot;
    }

    private static OpDesc.Types.Attr Attribute(string name, AttributeValue attribute)
    {
        var message = new OpDesc.Types.Attr { Name = Text(name), Type = (AttrType)attribute.Type };
        switch (attribute.Value)
        {
            case int value:
                message.I = value;
                break;
            case float value:
                message.F = value;
                break;
            case string value:
                message.S = Text(value);
                break;
            case bool value:
                message.B = value;
                break;
            case long value:
                message.L = value;
                break;
            case double value:
                message.Float64 = value;
                break;
            case BlockReference value:
                message.BlockIdx = value.Index;
                break;
            case VariableReference value:
                message.VarName = Text(value.Name);
                break;
            case ScalarValue value:
                message.Scalar = Scalar(value);
                break;
            case int[] values:
                message.Ints.AddRange(values);
                break;
            case float[] values:
                message.Floats.AddRange(values);
                break;
            case string[] values:
                message.Strings.AddRange(values.Select(Text));
                break;
            case bool[] values:
                message.Bools.AddRange(values);
                break;
            case long[] values:
                message.Longs.AddRange(values);
                break;
            case double[] values:
                message.Float64S.AddRange(values);
                break;
            case BlockReference[] values:
                message.BlocksIdx.AddRange(values.Select(v => v.Index));
                break;
            case VariableReference[] values:
                message.VarsName.AddRange(values.Select(v => Text(v.Name)));
                break;
            case ScalarValue[] values:
                message.Scalars.AddRange(values.Select(Scalar));
                break;
        }
        return message;
    }

    private static WireScalar Scalar(ScalarValue scalar) => scalar.Value switch
    {
        bool value => new WireScalar { Type = WireScalar.Types.Type.Boolean, B = value },
        long value => new WireScalar { Type = WireScalar.Types.Type.Long, I = value },
        double value => new WireScalar { Type = WireScalar.Types.Type.Float64, R = value },
        Complex value => new WireScalar { Type = WireScalar.Types.Type.Complex128, C = new Wire.Complex { R = value.Real, I = value.Imaginary } },
        _ => throw new InvalidArgumentException(
            $"ScalarValue: {scalar.Value.GetType().Name} is no type of a scalar.", $"Value {scalar.Value}.", "Use bool, long, double or Complex."),
    };

    private static ByteString Text(string text)
    {
        try
        {
            return UnsafeByteOperations.UnsafeWrap(Utf8.GetBytes(text));
        }
        catch (EncoderFallbackException e)
        {
            throw new InvalidArgumentException("ProgramFile: a name or text cannot be written.", e.Message, "Replace the half of a character that it holds.");
        }
    }
}
