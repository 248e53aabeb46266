using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Trireme.Tests.Vision.Datasets.Files;

/// <summary>A web server on this machine that hands out one content, in good ways and bad ones, chosen by the request's path.</summary>
internal sealed class FileServer : IDisposable
{
    private readonly HttpListener _listener;
    private readonly byte[] _content;
    private readonly Task _loop;
    private readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FileServer(byte[] content)
    {
        _content = content;
        (_listener, Address) = Listen();
        _loop = Task.Run(Serve);
    }

    /// <summary>http://127.0.0.1:port/ ; append good, norange, wrong, missing, half or silent.</summary>
    public string Address { get; }

    /// <summary>What was asked for: "path" or "path from n", in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public void Dispose()
    {
        _closing.SetResult();
        _listener.Stop();
        _loop.GetAwaiter().GetResult();
        _listener.Close();
    }

    private static (HttpListener Listener, string Address) Listen()
    {
        for (int tries = 0; ; tries++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            string address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
            probe.Stop();
            var listener = new HttpListener { Prefixes = { address } };
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException) when (tries < 20)
            {
                listener.Close();
            }
        }
    }

    private async Task Serve()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
            _ = Task.Run(() => Answer(context));
        }
    }

    private async Task Answer(HttpListenerContext context)
    {
        string path = context.Request.Url!.AbsolutePath.TrimStart('/');
        string? range = context.Request.Headers["Range"];
        int from = range is null ? 0 : int.Parse(range["bytes=".Length..^1]);
        Requests.Enqueue(range is null ? path : $"{path} from {from}");
        HttpListenerResponse response = context.Response;
        try
        {
            switch (path)
            {
                case "missing":
                    response.StatusCode = 404;
                    break;
                case "silent":
                    await _closing.Task;
                    response.Abort();
                    return;
                case "wrong":
                    await Send(response, [.. _content.Select(b => (byte)~b)]);
                    break;
                case "norange":
                    await Send(response, _content);
                    break;
                case "half":
                    response.ContentLength64 = _content.Length;
                    await response.OutputStream.WriteAsync(_content.AsMemory(0, _content.Length / 2));
                    await response.OutputStream.FlushAsync();
                    response.Abort();
                    return;
                default:
                    if (range is not null && from >= _content.Length)
                    {
                        response.StatusCode = 416;
                        break;
                    }
                    if (range is not null)
                    {
                        response.StatusCode = 206;
                        response.Headers["Content-Range"] = $"bytes {from}-{_content.Length - 1}/{_content.Length}";
                    }
                    await Send(response, _content[from..]);
                    break;
            }
            response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The client has gone.
        }
    }

    private static async Task Send(HttpListenerResponse response, byte[] bytes)
    {
        response.ContentLength64 = bytes.Length;
        await response.OutputStream.WriteAsync(bytes);
    }
}
