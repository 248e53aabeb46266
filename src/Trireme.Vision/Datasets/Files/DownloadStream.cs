using System.Net;
using System.Net.Http.Headers;
using Trireme.Training.Progress;

namespace Trireme.Vision.Datasets;

/// <summary>Brings the rest of one file from one address, showing progress as Paddle does: chunks of 4096 bytes are its "items".</summary>
internal sealed class DownloadStream(HttpClient client, TextWriter? log, TimeSpan stallTimeout)
{
    /// <summary>How long a connection may take; short, because a machine without a network tries every address in vain.</summary>
    internal static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    private const int ItemSize = 4096;
    private const int UpdatesPerFile = 20;

    /// <summary>Appends what <paramref name="part"/> lacks. True if there was something in it before that was kept.</summary>
    /// <exception cref="TransferException">There was no connection, or the server refused, fell silent or stopped early.</exception>
    public bool Fetch(string url, string part, CancellationToken cancellationToken)
        // The asynchronous calls are the ones that honour every timeout; none of them needs the caller's thread.
        => FetchAsync(url, part, cancellationToken).GetAwaiter().GetResult();

    private async Task<bool> FetchAsync(string url, string part, CancellationToken cancellationToken)
    {
        using var file = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        using HttpResponseMessage response = await Ask(url, file.Length, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            // What lies here is as long as the file or longer, and its checksum is wrong.
            file.SetLength(0);
            using HttpResponseMessage whole = await Ask(url, 0, cancellationToken).ConfigureAwait(false);
            return await Receive(whole, file, cancellationToken).ConfigureAwait(false);
        }
        return await Receive(response, file, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> Ask(string url, long from, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (from > 0)
            request.Headers.Range = new RangeHeaderValue(from, null);
        return await InTime(token => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> Receive(HttpResponseMessage response, FileStream file, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
            throw new TransferException($"the server answered {(int)response.StatusCode} {response.ReasonPhrase}");
        long? expected = response.Content.Headers.ContentLength;
        bool resumes = file.Length > 0 && response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == file.Length;
        if (!resumes)
            file.SetLength(0);
        long kept = file.Length;
        file.Seek(0, SeekOrigin.End);

        TextWriter output = log ?? Console.Error;
        output.WriteLine("Begin to download");
        bool terminal = log is null && !Console.IsErrorRedirected;
        long? items = expected > 0 ? (kept + expected + ItemSize - 1) / ItemSize : null;
        var bar = new ProgressBar(items, name: "item", output: output, terminal: terminal);
        long interval = Math.Max(1, (items ?? 0) / UpdatesPerFile), shown = 0;

        Stream content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        byte[] buffer = new byte[16 * ItemSize];
        long received = 0;
        while (true)
        {
            int got = await InTime(token => content.ReadAsync(buffer, token).AsTask(), cancellationToken).ConfigureAwait(false);
            if (got == 0)
                break;
            await file.WriteAsync(buffer.AsMemory(0, got), cancellationToken).ConfigureAwait(false);
            received += got;
            long done = (kept + received) / ItemSize;
            if (items is not null && done >= shown + interval && done < items)
                bar.Update(shown = done);
        }
        await file.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (expected is { } e && received != e)
            throw new TransferException($"the connection ended after {received} of {e} bytes");
        if (items is { } all)
            bar.Update(all);
        output.WriteLine("Download finished");
        return resumes;
    }

    /// <summary>One step of the exchange, which must not take longer than the stall timeout.</summary>
    private async Task<T> InTime<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(stallTimeout);
        try
        {
            return await step(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && limit.IsCancellationRequested)
        {
            throw new TransferException($"the server was silent for {stallTimeout.TotalSeconds:0.#} seconds");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransferException($"no connection within {ConnectTimeout.TotalSeconds:0.#} seconds");
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            Exception deepest = e.GetBaseException();
            throw new TransferException(e.Message.Contains(deepest.Message, StringComparison.Ordinal)
                ? e.Message
                : $"{e.Message.TrimEnd('.')} ({deepest.Message.TrimEnd('.')})");
        }
    }
}
