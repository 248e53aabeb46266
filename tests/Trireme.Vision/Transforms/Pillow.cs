using System.ComponentModel;
using System.Diagnostics;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Vision.Transforms;

/// <summary>A Python with Pillow, where the machine has one: the independent truth for what is done to images.</summary>
internal static class Pillow
{
    private static readonly Lazy<string?> Found = new(() => new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(HasPillow));

    /// <summary>What each expression over <c>im</c> (an RGB image) gives, as bytes; null after saying why where Pillow or the picture is missing.</summary>
    public static byte[][]? Evaluate(ITestOutputHelper output, string picture, params string[] expressions)
    {
        if (SharedData.Find($"data/images/{picture}", output) is not { } path)
            return null;
        if (Found.Value is not { } python)
        {
            output.WriteLine("skipped: no python3 with Pillow");
            return null;
        }
        string script = "import sys, math\nfrom PIL import Image, ImageEnhance, ImageOps\nim = Image.open(sys.argv[1]).convert('RGB')\nout = sys.stdout.buffer\n"
            + "for e in sys.argv[2:]:\n r = eval(e)\n b = r.tobytes()\n out.write(len(b).to_bytes(4, 'little') + b)\n";
        (int code, byte[] printed, string errors) = Start(python, script, [path, .. expressions]);
        Assert.True(code == 0, $"python ended with {code}\n{errors}");
        var results = new byte[expressions.Length][];
        for (int i = 0, at = 0; i < results.Length; i++)
        {
            int length = BitConverter.ToInt32(printed, at);
            results[i] = printed[(at + 4)..(at + 4 + length)];
            at += 4 + length;
        }
        return results;
    }

    private static bool HasPillow(string python)
    {
        try
        {
            return Start(python, "import PIL.Image", []).Code == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static (int Code, byte[] Printed, string Errors) Start(string python, string script, string[] arguments)
    {
        var start = new ProcessStartInfo(python, ["-c", script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using var printed = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(printed);
        process.WaitForExit();
        return (process.ExitCode, printed.ToArray(), errors.Result);
    }
}
