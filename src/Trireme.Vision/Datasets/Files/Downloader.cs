using System.Diagnostics;
using System.Security.Cryptography;

namespace Trireme.Vision.Datasets;

/// <summary>Fetches files of data sets into the cache: from the first address that works, checked by MD5, resumed after an interruption.</summary>
/// <remarks>
/// What has arrived lies in <c>{name}.part</c> until it is whole and its checksum is right, then takes the name; nothing half-fetched is ever seen under it.
/// Processes that want the same file wait for the one that began. Mirrors paddle.dataset.common.download.
/// </remarks>
public sealed class Downloader : IDisposable
{
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _client;
    private readonly DownloadStream _transfer;
    private readonly TextWriter? _log;

    /// <summary>A downloader; it holds connections until it is disposed.</summary>
    /// <param name="log">Where progress is written; null for the standard error output.</param>
    /// <param name="stallTimeout">How long a server may be silent before the next address is tried; null for 15 seconds. Connecting may take 3.</param>
    public Downloader(TextWriter? log = null, TimeSpan? stallTimeout = null)
    {
        _client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = DownloadStream.ConnectTimeout }) { Timeout = Timeout.InfiniteTimeSpan };
        _log = log;
        _transfer = new DownloadStream(_client, log, stallTimeout ?? TimeSpan.FromSeconds(15));
    }

    /// <summary>The path of the file in the cache, downloaded first where it is missing or damaged.</summary>
    /// <param name="file">What to fetch.</param>
    /// <param name="cancellationToken">Stops waiting and fetching; what has arrived is kept for the next time.</param>
    /// <returns>The absolute path of a file with the right checksum.</returns>
    /// <exception cref="DownloadException">No address gave the file. Without a network this takes at most 3 seconds an address.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public string Fetch(DatasetFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Fetch(file, file.CachePath, cancellationToken);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _client.Dispose();

    /// <summary>The same to a path of the caller's choice.</summary>
    internal string Fetch(DatasetFile file, string path, CancellationToken cancellationToken)
    {
        if (IsWhole(file, path))
            return path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using FileStream turn = TakeTurn(path + ".lock", cancellationToken);
        if (IsWhole(file, path))
            return path;

        string part = path + ".part";
        if (IsWhole(file, part))
            return Finish(part, path);
        List<(string, string)> failures = [];
        string state = File.Exists(path) ? "is damaged or another one" : "not found";
        foreach (string url in file.Urls)
        {
            (_log ?? Console.Error).WriteLine($"Cache file {path} {state}, downloading {url} ");
            if (TryFetch(file, url, part, cancellationToken) is not { } reason)
                return Finish(part, path);
            failures.Add((url, reason));
        }
        if (new FileInfo(part) is { Exists: true, Length: 0 })
            File.Delete(part);
        throw new DownloadException(file, path, File.Exists(path) ? Md5Of(path) : null, failures);
    }

    /// <summary>Null when <paramref name="part"/> is whole now, otherwise why it is not.</summary>
    private string? TryFetch(DatasetFile file, string url, string part, CancellationToken cancellationToken)
    {
        while (true)
        {
            bool resumed;
            try
            {
                resumed = _transfer.Fetch(url, part, cancellationToken);
            }
            catch (TransferException e)
            {
                return e.Message;
            }
            if (IsWhole(file, part))
                return null;
            string got = Md5Of(part);
            File.Delete(part);
            // The first half may have been what was wrong: once more, from the start.
            if (!resumed)
                return $"what came has the MD5 checksum {got}, not {file.Md5}";
        }
    }

    private static string Finish(string part, string path)
    {
        File.Move(part, path, overwrite: true);
        return path;
    }

    private static bool IsWhole(DatasetFile file, string path)
        => File.Exists(path) && string.Equals(Md5Of(path), file.Md5, StringComparison.OrdinalIgnoreCase);

    /// <summary>A file's MD5 checksum, 32 lower-case hexadecimal digits.</summary>
    internal static string Md5Of(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Convert.ToHexStringLower(MD5.HashData(stream));
    }

    /// <summary>Waits until no other process or thread fetches the same file; the system gives the turn back if the process dies.</summary>
    private static FileStream TakeTurn(string path, CancellationToken cancellationToken)
    {
        for (long start = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (Exception e) when (e is IOException and not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException)
                || (e is UnauthorizedAccessException && OperatingSystem.IsWindows() && Stopwatch.GetElapsedTime(start) < DownloadStream.ConnectTimeout))
            {
                // In use. (Windows also refuses access for the moment in which the other side deletes it.)
                cancellationToken.WaitHandle.WaitOne(LockPause);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
