namespace Trireme.Vision.Datasets;

/// <summary>One address did not give the file; the next may. Never leaves <see cref="Downloader"/>.</summary>
internal sealed class TransferException(string message) : Exception(message.ReplaceLineEndings(" "));
