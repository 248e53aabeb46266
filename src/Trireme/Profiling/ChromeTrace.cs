using System.Text.Json;

namespace Trireme.Profiling;

/// <summary>The trace file that chrome://tracing and Perfetto show: JSON, complete events ("X"), times in microseconds.</summary>
internal static class ChromeTrace
{
    private const decimal NanosecondsPerMicrosecond = 1000m;

    public static void Write(Stream stream, ProfilerResult result)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("displayTimeUnit", "ms");
        json.WriteStartArray("traceEvents");
        foreach ((int id, string name) in result.Threads)
        {
            json.WriteStartObject();
            json.WriteString("ph", "M");
            json.WriteString("name", "thread_name");
            json.WriteNumber("pid", Environment.ProcessId);
            json.WriteNumber("tid", id);
            json.WriteStartObject("args");
            json.WriteString("name", name);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        foreach (ProfilerEvent e in result.Events)
            Write(json, e);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static ProfilerResult Read(Stream stream)
    {
        using JsonDocument document = JsonDocument.Parse(stream);
        var events = new List<ProfilerEvent>();
        var threads = new Dictionary<int, string>();
        foreach (JsonElement e in document.RootElement.GetProperty("traceEvents").EnumerateArray())
        {
            int thread = e.GetProperty("tid").GetInt32();
            string name = e.GetProperty("name").GetString()!;
            JsonElement arguments = e.GetProperty("args");
            if (e.GetProperty("ph").GetString() == "M")
            {
                threads[thread] = arguments.GetProperty("name").GetString()!;
                continue;
            }
            if (!Enum.TryParse(e.GetProperty("cat").GetString(), out TracerEventType type))
                continue;
            events.Add(new ProfilerEvent(name, type, thread, Time(e, "ts"), Time(e, "dur"), arguments.GetProperty("bytes").GetInt64(),
                Metas(arguments, "inputs"), Metas(arguments, "outputs")));
        }
        return new ProfilerResult(events, threads);
    }

    private static void Write(Utf8JsonWriter json, ProfilerEvent e)
    {
        json.WriteStartObject();
        json.WriteString("ph", "X");
        json.WriteString("name", e.Name);
        json.WriteString("cat", e.Type.ToString());
        json.WriteNumber("ts", e.Start / NanosecondsPerMicrosecond);
        json.WriteNumber("dur", e.Duration / NanosecondsPerMicrosecond);
        json.WriteNumber("pid", Environment.ProcessId);
        json.WriteNumber("tid", e.ThreadId);
        json.WriteStartObject("args");
        json.WriteNumber("bytes", e.Bytes);
        Write(json, "inputs", e.Inputs);
        Write(json, "outputs", e.Outputs);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<TensorMeta> metas)
    {
        if (metas.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (TensorMeta meta in metas)
        {
            json.WriteStartArray();
            json.WriteStringValue(meta.DType.ToString());
            foreach (int dim in meta.Shape)
                json.WriteNumberValue(dim);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static long Time(JsonElement e, string name) => (long)(e.GetProperty(name).GetDecimal() * NanosecondsPerMicrosecond);

    private static TensorMeta[] Metas(JsonElement arguments, string name) => arguments.TryGetProperty(name, out JsonElement metas)
        ? metas.EnumerateArray().Select(m
            => new TensorMeta(Shape.Create(m.EnumerateArray().Skip(1).Select(d => d.GetInt32()).ToArray()), m[0].GetString()!)).ToArray() : [];
}
