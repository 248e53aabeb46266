using System.Text;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Trireme.Formats.Files;
using Trireme.Formats.ProgramDesc.Wire;
using AttrType = Trireme.Static.AttrType;
using Complex = System.Numerics.Complex;
using WireScalar = Trireme.Formats.ProgramDesc.Wire.Scalar;

namespace Trireme.Formats.ProgramDesc;

/// <summary>Turns the bytes of a program into a description. Judges each message by itself; what joins them is <see cref="ProgramCheck"/>'s affair.</summary>
internal sealed class ProgramReader(byte[] bytes, string name)
{
    private static readonly MessageParser<VarDesc> VariableParser = VarDesc.Parser.WithDiscardUnknownFields(true);
    private static readonly MessageParser<OpDesc> OperatorParser = OpDesc.Parser.WithDiscardUnknownFields(true);
    private static readonly MessageParser<Wire.Version> VersionParser = Wire.Version.Parser.WithDiscardUnknownFields(true);
    private static readonly MessageParser<OpVersionMap.Types.OpVersionPair> PairParser = OpVersionMap.Types.OpVersionPair.Parser.WithDiscardUnknownFields(true);

    // Names recur in every operator and traceback lines in most: one string each keeps a description smaller than its file.
    private readonly Dictionary<ByteString, string> _texts = [];
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private string _place = "the program";

    public ProgramDescription Read()
    {
        long? version = null;
        List<BlockDescription> blocks = [];
        List<OperatorVersion> versions = [];
        var program = new WireCursor(bytes, 0, bytes.Length, name);
        while (program.Next())
        {
            switch (program.Field)
            {
                case 1:
                    blocks.Add(Block(program.Part(), blocks.Count));
                    break;
                case 4:
                    version = program.Part().Parse(VersionParser, () => "the version").Version_;
                    break;
                case 5:
                    WireCursor map = program.Part();
                    while (map.Next())
                        AddVersion(ref map, versions);
                    break;
                default:
                    program.Skip();
                    break;
            }
        }
        return new ProgramDescription { Version = version, Blocks = blocks, OperatorVersions = versions };
    }

    private void AddVersion(ref WireCursor map, List<OperatorVersion> versions)
    {
        if (map.Field != 1)
        {
            map.Skip();
            return;
        }
        OpVersionMap.Types.OpVersionPair pair = map.Part().Parse(PairParser, () => $"operator version {versions.Count}");
        _place = $"operator version {versions.Count}";
        Require(pair.HasOpName && pair.OpVersion is { HasVersion: true }, "the operator or its version");
        versions.Add(new OperatorVersion(Same(pair.OpName), pair.OpVersion.Version));
    }

    private BlockDescription Block(WireCursor block, int number)
    {
        int? index = null, parent = null;
        int forward = -1, start = block.Position;
        List<VariableDescription> variables = [];
        List<OperatorDescription> operators = [];
        while (block.Next())
        {
            switch (block.Field)
            {
                case 1:
                    index = (int)block.Number();
                    break;
                case 2:
                    parent = (int)block.Number();
                    break;
                case 3:
                    _place = $"block {number}, variable {variables.Count}";
                    variables.Add(Variable(block.Part().Parse(VariableParser, () => _place)));
                    break;
                case 4:
                    _place = $"block {number}, operator {operators.Count}";
                    operators.Add(Operator(block.Part().Parse(OperatorParser, () => _place)));
                    break;
                case 5:
                    forward = (int)block.Number();
                    break;
                default:
                    block.Skip();
                    break;
            }
        }
        if (index is null || parent is null)
            throw new InvalidFileException(name, start, $"block {number} does not state its {(index is null ? "index" : "parent")}");
        return new BlockDescription { Index = index.Value, ParentIndex = parent.Value, ForwardIndex = forward, Variables = variables, Operators = operators };
    }

    private VariableDescription Variable(VarDesc variable)
    {
        Require(variable.HasName, "the name");
        string name = Same(variable.Name);
        _place += $" '{name}'";
        VarType type = variable.Type;
        Require(type is { HasType: true }, "the type");
        var kind = (VariableKind)type.Type;
        if (!Enum.IsDefined(kind))
            throw Bad(_place, $"{(int)kind} is no kind of variable");
        int lod = 0;
        VarType.Types.TensorDesc? tensor = null;
        switch (kind)
        {
            case VariableKind.LodTensor:
                (tensor, lod) = (type.LodTensor?.Tensor, type.LodTensor?.LodLevel ?? 0);
                break;
            case VariableKind.LodTensorArray:
                (tensor, lod) = (type.TensorArray?.Tensor, type.TensorArray?.LodLevel ?? 0);
                break;
            case VariableKind.SelectedRows:
                tensor = type.SelectedRows;
                break;
            case VariableKind.String:
                tensor = type.String;
                break;
            case VariableKind.Strings:
                tensor = type.Strings;
                break;
            case VariableKind.Vocab:
                tensor = type.Vocab;
                break;
            case VariableKind.SparseCoo:
                tensor = type.SparseCoo;
                break;
            case VariableKind.SparseCsr:
                tensor = type.SparseCsr;
                break;
        }
        Require(tensor is not { HasDataType: false }, "the element type");
        return new VariableDescription
        {
            Name = name,
            Kind = kind,
            ElementType = tensor is null ? null : (int)tensor.DataType,
            Dims = tensor is null ? [] : ToArray(tensor.Dims),
            LodLevel = lod,
            Persistable = variable.Persistable,
            StatesPersistable = variable.HasPersistable,
            StatesLodLevel = kind == VariableKind.LodTensorArray ? type.TensorArray?.HasLodLevel : type.LodTensor?.HasLodLevel,
            NeedCheckFeed = variable.NeedCheckFeed,
            IsParameter = variable.IsParameter,
            StopGradient = variable.StopGradient,
            ReaderTensors = kind == VariableKind.Reader && type.Reader is { } reader
                ? [.. reader.LodTensor.Select(ReaderTensor)] : [],
        };
    }

    private TensorDescription ReaderTensor(VarType.Types.LoDTensorDesc tensor)
    {
        Require(tensor.Tensor is { HasDataType: true }, "the element type of a reader's tensor");
        return new TensorDescription((int)tensor.Tensor.DataType, ToArray(tensor.Tensor.Dims), tensor.LodLevel);
    }

    private OperatorDescription Operator(OpDesc op)
    {
        Require(op.HasType, "the type");
        string type = Same(op.Type);
        _place += $" ({type})";
        OrderedDictionary<string, AttributeValue> attributes = new(op.Attrs.Count);
        foreach (OpDesc.Types.Attr attribute in op.Attrs)
        {
            Require(attribute.HasName && attribute.HasType, "an attribute's name or type");
            string name = Same(attribute.Name);
            AttributeValue value = Value(attribute)
                ?? throw Bad(_place, $"attribute '{name}' says that its type is {(AttrType)attribute.Type} and holds no such value");
            if (!attributes.TryAdd(name, value))
                throw Bad(_place, $"attribute '{name}' comes twice");
        }
        return new OperatorDescription
        {
            Type = type,
            Inputs = Slots(op.Inputs),
            Outputs = Slots(op.Outputs),
            Attributes = attributes,
            IsTarget = op.IsTarget,
        };
    }

    private OrderedDictionary<string, string[]> Slots(RepeatedField<OpDesc.Types.Var> slots)
    {
        OrderedDictionary<string, string[]> found = new(slots.Count);
        foreach (OpDesc.Types.Var slot in slots)
        {
            Require(slot.HasParameter, "a slot's name");
            string name = Same(slot.Parameter);
            if (!found.TryAdd(name, Texts(slot.Arguments)))
                throw Bad(_place, $"slot '{name}' comes twice");
        }
        return found;
    }

    private AttributeValue? Value(OpDesc.Types.Attr a) => (AttrType)a.Type switch
    {
        AttrType.Int when a.HasI => a.I,
        AttrType.Float when a.HasF => a.F,
        AttrType.String when a.HasS => Same(a.S),
        AttrType.Boolean when a.HasB => a.B,
        AttrType.Long when a.HasL => a.L,
        AttrType.Float64 when a.HasFloat64 => a.Float64,
        AttrType.Block when a.HasBlockIdx => new BlockReference(a.BlockIdx),
        AttrType.Var when a.HasVarName => AttributeValue.Of(new VariableReference(Same(a.VarName))),
        AttrType.Scalar when a.Scalar is { } scalar => Scalar(scalar) is { } value ? AttributeValue.Of(value) : null,
        AttrType.Ints when a.Ints.Count > 0 || IsBlank(a) => ToArray(a.Ints),
        AttrType.Floats when a.Floats.Count > 0 || IsBlank(a) => ToArray(a.Floats),
        AttrType.Strings when a.Strings.Count > 0 || IsBlank(a) => Texts(a.Strings),
        AttrType.Booleans when a.Bools.Count > 0 || IsBlank(a) => ToArray(a.Bools),
        AttrType.Longs when a.Longs.Count > 0 || IsBlank(a) => ToArray(a.Longs),
        AttrType.Float64s when a.Float64S.Count > 0 || IsBlank(a) => ToArray(a.Float64S),
        AttrType.Blocks when a.BlocksIdx.Count > 0 || IsBlank(a) => AttributeValue.Of(a.BlocksIdx.Select(b => new BlockReference(b)).ToArray()),
        AttrType.Vars when a.VarsName.Count > 0 || IsBlank(a) => AttributeValue.Of(a.VarsName.Select(v => new VariableReference(Same(v))).ToArray()),
        AttrType.Scalars when a.Scalars.Count > 0 || IsBlank(a) => Scalars(a.Scalars),
        _ => null,
    };

    /// <summary>An empty list leaves no trace but its type; a value of another kind would be a contradiction.</summary>
    private static bool IsBlank(OpDesc.Types.Attr a) => !a.HasI && !a.HasF && !a.HasS && !a.HasB && !a.HasL && !a.HasFloat64 && !a.HasBlockIdx && !a.HasVarName
        && a.Scalar is null && a.Ints.Count + a.Floats.Count + a.Strings.Count + a.Bools.Count + a.Longs.Count + a.Float64S.Count + a.BlocksIdx.Count
        + a.VarsName.Count + a.Scalars.Count == 0;

    private static ScalarValue? Scalar(WireScalar scalar) => scalar.Type switch
    {
        WireScalar.Types.Type.Boolean when scalar.HasB => new ScalarValue(scalar.B),
        WireScalar.Types.Type.Long when scalar.HasI => new ScalarValue(scalar.I),
        WireScalar.Types.Type.Float64 when scalar.HasR => new ScalarValue(scalar.R),
        WireScalar.Types.Type.Complex128 when scalar.C is { } c => new ScalarValue(new Complex(c.R, c.I)),
        _ => null,
    };

    private static AttributeValue? Scalars(RepeatedField<WireScalar> scalars)
    {
        var values = new ScalarValue[scalars.Count];
        for (int i = 0; i < values.Length; i++)
        {
            if (Scalar(scalars[i]) is not { } value)
                return null;
            values[i] = value;
        }
        return AttributeValue.Of(values);
    }

    private string[] Texts(RepeatedField<ByteString> texts)
    {
        if (texts.Count == 0)
            return [];
        var copy = new string[texts.Count];
        for (int i = 0; i < copy.Length; i++)
            copy[i] = Same(texts[i]);
        return copy;
    }

    private static T[] ToArray<T>(RepeatedField<T> values)
    {
        if (values.Count == 0)
            return [];
        var copy = new T[values.Count];
        values.CopyTo(copy, 0);
        return copy;
    }

    private string Same(ByteString text)
    {
        if (_texts.TryGetValue(text, out string? known))
            return known;
        try
        {
            known = Utf8.GetString(text.Span);
        }
        catch (DecoderFallbackException e)
        {
            throw Bad(_place, $"the text {Convert.ToHexString(text.Span[..Math.Min(text.Length, 32)])} is not UTF-8: {e.Message.TrimEnd('.')}");
        }
        _texts.Add(text, known);
        return known;
    }

    /// <summary>A field without which its message means nothing; the generated parser does not insist.</summary>
    private void Require(bool present, string what)
    {
        if (!present)
            throw Bad(_place, $"{what} is missing");
    }

    private InvalidFileException Bad(string place, string reason) => new(name, place, reason);
}
