using System.Globalization;
using System.Text;

namespace Trireme.Training.Progress;

/// <summary>
/// The line Paddle shows while it trains: <c>step 10/938 [....] - loss: 0.9679 - ETA: 13s - 14ms/step</c>. On a terminal it is redrawn in place;
/// elsewhere every update is a line of its own, without control characters, so that a log file stays readable.
/// </summary>
internal sealed class ProgressBar
{
    internal const int Silent = 0;
    internal const int Bar = 1;
    internal const int Lines = 2;

    private readonly long? _total;
    private readonly int _width;
    private readonly int _verbose;
    private readonly string _name;
    private readonly TextWriter _output;
    private readonly bool _redraws;
    private readonly TimeProvider _time;
    private readonly long _start;
    private int _drawn;

    /// <summary>Starts the clock; nothing is written yet.</summary>
    /// <param name="total">The number of units to come, at least 1; null where it is not known.</param>
    /// <param name="width">The characters between the brackets.</param>
    /// <param name="verbose">0: nothing; 1: the bar; 2: lines without a bar.</param>
    /// <param name="name">What a unit is called.</param>
    /// <param name="output">Where to write; null for the standard output.</param>
    /// <param name="terminal">Whether the output is a terminal that understands a carriage return; null to find out, which only the standard output can tell.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException">The total is below 1, or verbose is not 0, 1 or 2.</exception>
    internal ProgressBar(long? total = null, int width = 30, int verbose = Bar, string name = "step", TextWriter? output = null, bool? terminal = null,
        TimeProvider? time = null)
    {
        if (total is { } t)
            ArgumentOutOfRangeException.ThrowIfLessThan(t, 1, nameof(total));
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (verbose is < Silent or > Lines)
            throw new ArgumentOutOfRangeException(nameof(verbose), verbose, "verbose is 0 (nothing), 1 (a progress bar) or 2 (lines without a bar).");
        _total = total;
        _width = width;
        _verbose = verbose;
        _name = name;
        _output = output ?? Console.Out;
        _redraws = verbose == Bar && (terminal ?? (output is null && !Console.IsOutputRedirected));
        _time = time ?? TimeProvider.System;
        _start = _time.GetTimestamp();
    }

    /// <summary>Shows that <paramref name="current"/> units are done.</summary>
    /// <param name="current">The units done since the start.</param>
    /// <param name="values">Names and values to show: numbers, texts, or lists of them.</param>
    internal void Update(long current, IEnumerable<KeyValuePair<string, object?>>? values = null)
    {
        if (_verbose == Silent)
            return;
        var line = new StringBuilder();
        AppendCount(line, current);
        foreach ((string name, object? value) in values ?? [])
            line.Append(" - ").Append(name).Append(':').Append(ProgressText.Values(value));

        double perUnit = current > 0 ? _time.GetElapsedTime(_start).TotalSeconds / current : 0;
        if (_verbose == Bar && _total > current)
            line.Append(" - ETA: ").Append(ProgressText.Remaining(perUnit * (_total.Value - current)));
        line.Append(" - ").Append(ProgressText.PerUnit(perUnit)).Append('/').Append(_name);
        Write(line, last: _total is null || current >= _total);
    }

    private void AppendCount(StringBuilder line, long current)
    {
        line.Append(_name).Append(' ');
        string done = current.ToString(CultureInfo.InvariantCulture);
        if (_total is not { } total)
        {
            line.Append(done);
            return;
        }
        string all = total.ToString(CultureInfo.InvariantCulture);
        line.Append(_verbose == Bar ? done.PadLeft(all.Length) : done).Append('/').Append(all);
        if (_verbose != Bar)
            return;
        int filled = (int)Int128.Clamp((Int128)_width * current / total, 0, _width);
        line.Append(" [");
        if (filled > 0)
            line.Append('=', filled - 1).Append(current < total ? '>' : '=');
        line.Append('.', _width - filled).Append(']');
    }

    private void Write(StringBuilder line, bool last)
    {
        int length = line.Length;
        if (_redraws)
        {
            line.Insert(0, '\r');
            // Blanks cover what a longer line left behind.
            line.Append(' ', Math.Max(0, _drawn - length));
            _drawn = last ? 0 : length;
        }
        if (last || !_redraws)
            line.Append(_output.NewLine);
        _output.Write(line.ToString());
        _output.Flush();
    }
}
