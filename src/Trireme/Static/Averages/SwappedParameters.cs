namespace Trireme.Static;

/// <summary>Parameters that have other values for a while: means of what training made them.</summary>
/// <param name="owner">Whose means they are, for messages.</param>
internal sealed class SwappedParameters(string owner)
{
    private List<(Tensor Param, Tensor Before)>? _before;

    /// <summary>Gives parameters other values, in place.</summary>
    public IDisposable Apply(IEnumerable<(Tensor Param, Tensor Value)> values, bool needRestore)
    {
        if (_before is not null)
            throw new PreconditionNotMetException($"{owner}.Apply: the means are applied already.", null, "Call Restore first, or dispose what Apply returned.");
        using IDisposable noGrad = Paddle.NoGrad();
        _before = [];
        foreach ((Tensor param, Tensor value) in values)
        {
            _before.Add((param, param.Copy()));
            param.SetValue(value);
        }
        return new End(this, needRestore);
    }

    /// <summary>Gives parameters their own values back.</summary>
    public void Restore()
    {
        if (_before is null)
            throw new PreconditionNotMetException($"{owner}.Restore: the means are not applied.", null, "Call Apply first.");
        using IDisposable noGrad = Paddle.NoGrad();
        foreach ((Tensor param, Tensor before) in _before)
            param.SetValue(before);
        _before = null;
    }

    /// <summary>The value of a variable in the current scope.</summary>
    public Tensor Value(string name)
        => Scope.Global.FindVar(name)?.Value as Tensor
            ?? throw new PreconditionNotMetException($"{owner}: '{name}' has no value in the current scope.", null, "Run the startup program and the training program first.");

    private sealed class End(SwappedParameters parameters, bool restores) : IDisposable
    {
        public void Dispose()
        {
            if (restores && parameters._before is not null)
                parameters.Restore();
        }
    }
}
