using System.Diagnostics;
using System.Text.Json;
using Trireme.Formats.Npy;

namespace Trireme.Bench;

/// <summary>PyTorch in a process of its own that does one thing at a time when told to, and otherwise waits.</summary>
internal sealed class TorchSide : IDisposable
{
    private static readonly string[] Interpreters = ["python3", "/usr/bin/python3"];
    private readonly Process _process;
    private readonly string _folder = Directory.CreateTempSubdirectory("trireme-bench-").FullName;

    private readonly string _interpreter;
    private readonly int _threads;

    private TorchSide(Process process, string interpreter, int threads, string version)
    {
        (_process, _interpreter, _threads) = (process, interpreter, threads);
        Version = version;
    }

    /// <summary>PyTorch's version and the libraries it computes with.</summary>
    public string Version { get; }

    /// <summary>Starts the other side; null, with the reason, where no interpreter can import it.</summary>
    public static TorchSide? Start(int threads, out string reason)
    {
        var reasons = new List<string>();
        string script = Path.Combine(AppContext.BaseDirectory, "torch_side.py");
        foreach (string interpreter in Interpreters)
        {
            var start = new ProcessStartInfo(interpreter, ["-u", script, threads.ToString(), Clock.CountsProcessorTime ? "cpu" : "wall"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = threads.ToString();
            Process process;
            try
            {
                process = Process.Start(start)!;
            }
            catch (System.ComponentModel.Win32Exception e)
            {
                reasons.Add($"{interpreter}: {e.Message}");
                continue;
            }
            if (process.StandardOutput.ReadLine() is { } line)
            {
                JsonElement hello = JsonDocument.Parse(line).RootElement;
                if (hello.TryGetProperty("version", out JsonElement version))
                {
                    reason = "";
                    return new TorchSide(process, interpreter, threads, version.GetString()!);
                }
                reasons.Add($"{interpreter}: {hello.GetProperty("error").GetString()}");
            }
            process.Dispose();
        }
        reason = string.Join("; ", reasons);
        return null;
    }

    /// <summary>Makes a row ready there and returns what it computes from the inputs, and the same in float64 where that is the measure.</summary>
    public (Dictionary<string, NumpyArray> Found, Dictionary<string, NumpyArray>? Exact) Open(Row row, Dictionary<string, Tensor> inputs)
    {
        string input = Path.Combine(_folder, "inputs.npz"), output = Path.Combine(_folder, "outputs.npz"), exact = Path.Combine(_folder, "exact.npz");
        NpzFile.Write(input, inputs.Select(p => KeyValuePair.Create(p.Key, ToNumpy(p.Value))));
        Ask(new()
        {
            ["command"] = "open",
            ["kind"] = row.Kind,
            ["arguments"] = row.Arguments,
            ["inputs"] = input,
            ["outputs"] = output,
            ["exact"] = row.ComparesWithFloat64 ? exact : "",
        });
        return (Read(output), row.ComparesWithFloat64 ? Read(exact) : null);
    }

    /// <summary>Repeats the row's step there for so long before anything is measured.</summary>
    public void WarmUp(double seconds) => Ask(new() { ["command"] = "warm_up", ["seconds"] = seconds });

    /// <summary>Seconds a repetition, measured there for so long.</summary>
    public double[] Run(double seconds)
        => [.. Ask(new() { ["command"] = "run", ["seconds"] = seconds }).GetProperty("samples").EnumerateArray().Select(e => e.GetDouble())];

    /// <summary>Runs the script once more, in a process of its own that does one thing, and returns what it prints.</summary>
    public string RunAlone(params string[] what)
        => Child.Read(_interpreter, [Path.Combine(AppContext.BaseDirectory, "torch_side.py"), _threads.ToString(), "wall", .. what]);

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
            _process.Kill();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static NumpyArray ToNumpy(Tensor tensor)
    {
        int[] shape = tensor.Shape.ToArray();
        return tensor.DType.Kind switch
        {
            DTypeKind.Int64 => NumpyArray.Create<long>(tensor.ToArray<long>(), shape),
            DTypeKind.UInt8 => NumpyArray.Create<byte>(tensor.ToArray<byte>(), shape),
            _ => NumpyArray.Create<float>(tensor.ToArray<float>(), shape),
        };
    }

    private static Dictionary<string, NumpyArray> Read(string path)
    {
        using NpzFile file = NpzFile.Open(path);
        return file.Keys.ToDictionary(k => k, k => file[k]);
    }

    private JsonElement Ask(Dictionary<string, object> command)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(command));
        _process.StandardInput.Flush();
        string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The PyTorch side ended; its error output says why.");
        JsonElement answer = JsonDocument.Parse(line).RootElement;
        return answer.TryGetProperty("error", out JsonElement error) ? throw new InvalidOperationException($"PyTorch side: {error.GetString()}") : answer;
    }
}
