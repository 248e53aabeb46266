using System.Diagnostics;
using System.Globalization;

namespace Trireme.Profiling;

/// <summary>What a step takes, and what of that it waits for batches.</summary>
internal sealed class StepTimer
{
    private long _last = Stopwatch.GetTimestamp(), _lastReader = ReaderWatch.Ticks;
    private long _ticks, _reader, _samples;
    private int _steps;

    public void Step(int? samples)
    {
        long now = Stopwatch.GetTimestamp(), reader = ReaderWatch.Ticks;
        _ticks += now - _last;
        _reader += reader - _lastReader;
        (_last, _lastReader) = (now, reader);
        _samples += samples ?? 0;
        _steps++;
    }

    /// <summary>The means since the last call.</summary>
    public string Describe(string? unit)
    {
        if (_steps == 0)
            return "";
        double seconds = (double)_ticks / Stopwatch.Frequency;
        double rate = (_samples > 0 ? _samples : _steps) / Math.Max(seconds, 1e-9);
        string text = string.Create(CultureInfo.InvariantCulture,
            $"reader_cost: {(double)_reader / Stopwatch.Frequency / _steps:0.00000} s batch_cost: {seconds / _steps:0.00000} s ips: {rate:0.000} {(_samples > 0 ? unit ?? "samples" : "steps")}/s");
        (_ticks, _reader, _samples, _steps) = (0, 0, 0, 0);
        return text;
    }
}
