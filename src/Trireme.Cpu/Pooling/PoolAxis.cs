namespace Trireme.Cpu.Pooling;

/// <summary>The windows of a pooling along one axis.</summary>
internal readonly struct PoolAxis
{
    private readonly int _inputs, _outputs, _kernel, _stride, _pad, _padAfter;

    public PoolAxis(int inputs, int outputs, int kernel, int stride, int pad, int padAfter)
    {
        _inputs = inputs;
        _outputs = outputs;
        _kernel = kernel;
        _stride = stride;
        _pad = pad;
        _padAfter = padAfter;
    }

    /// <summary>Adaptive windows.</summary>
    public PoolAxis(int inputs, int outputs)
    {
        _inputs = inputs;
        _outputs = outputs;
    }

    /// <summary>First input element of window <paramref name="i"/>.</summary>
    public int Start(int i)
        => _kernel == 0 ? (int)((long)i * _inputs / _outputs) : Math.Max(0, (i * _stride) - _pad);

    /// <summary>The element after the last one of window <paramref name="i"/>; not above <see cref="Start"/> where it is all padding.</summary>
    public int End(int i)
        => _kernel == 0
            ? (int)((((long)(i + 1) * _inputs) + _outputs - 1) / _outputs)
            : Math.Min(_inputs, (i * _stride) - _pad + _kernel);

    /// <summary>Elements of window <paramref name="i"/>, padding counted.</summary>
    public int Extent(int i)
    {
        if (_kernel == 0)
            return End(i) - Start(i);
        int start = (i * _stride) - _pad;
        return Math.Min(start + _kernel, _inputs + _padAfter) - start;
    }
}
