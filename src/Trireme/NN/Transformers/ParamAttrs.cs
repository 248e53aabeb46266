namespace Trireme.NN;

/// <summary>How the parameters of a transformer layer are made: one attribute for all of its parts, or one for each.</summary>
/// <remarks>Stands for Python's <c>ParamAttr | list | bool</c>. The parts are self attention, cross attention (decoders only) and feed-forward network.</remarks>
public readonly struct ParamAttrs
{
    private readonly ParamAttr?[]? _attrs;

    private ParamAttrs(ParamAttr?[] attrs) => _attrs = attrs;

    /// <summary>The same attribute for all parts.</summary>
    /// <param name="attr">The attribute, or null for the default one.</param>
    public static implicit operator ParamAttrs(ParamAttr? attr) => new([attr]);

    /// <summary><c>false</c>: no such parameters.</summary>
    /// <param name="wanted">Whether they are wanted.</param>
    public static implicit operator ParamAttrs(bool wanted) => new([wanted]);

    /// <summary>An attribute for each part.</summary>
    /// <param name="attrs">The attributes in the order of the parts.</param>
    public static implicit operator ParamAttrs(ParamAttr?[] attrs) => new(attrs);

    /// <summary>The attribute of each of a layer's parts.</summary>
    /// <exception cref="InvalidArgumentException">There is neither one attribute nor one for each part.</exception>
    internal ParamAttr?[] Of(int parts)
    {
        if (_attrs is null || _attrs.Length == 1)
            return Enumerable.Repeat(_attrs?[0], parts).ToArray();
        return _attrs.Length == parts ? _attrs : throw new InvalidArgumentException($"{_attrs.Length} attributes were given for {parts} parts.", null, "Give one for all, or one for each.");
    }

    /// <summary>What a whole transformer's attributes are for its encoder layers.</summary>
    internal ParamAttrs ForEncoder() => _attrs is { Length: 3 } a ? new ParamAttrs([a[0], a[2]]) : this;

    /// <summary>What a whole transformer's attributes are for its decoder layers.</summary>
    internal ParamAttrs ForDecoder() => _attrs is { Length: 2 } a ? new ParamAttrs([a[0], a[0], a[1]]) : this;
}
