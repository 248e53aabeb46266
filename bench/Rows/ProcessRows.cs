using System.Globalization;
using Trireme.Cpu;
using Trireme.NN;
using Trireme.Vision.Models;
using F = Trireme.NN.Functional;

namespace Trireme.Bench.Rows;

/// <summary>What a process costs before it computes anything: from its start to the first loss of LeNet, and its end.</summary>
internal static class ProcessRows
{
    public const string Argument = "--first-loss";

    public static IEnumerable<Row> All()
    {
        yield return new Row("process", "from process start to the first LeNet loss, batch 64", "process",
            () => new Case(() => Child.Run(Argument), [], ()
                => new() { ["loss"] = Paddle.ToTensor<float>([float.Parse(Child.Run(Argument), CultureInfo.InvariantCulture)], [1]) }));
    }

    /// <summary>What the child does, given what stands behind <see cref="Argument"/>.</summary>
    public static int PrintLoss(string[] arguments)
    {
        Workers.Count = int.Parse(arguments[^1], CultureInfo.InvariantCulture);
        var model = new LeNet();
        foreach (Parameter parameter in model.Parameters())
            parameter.SetValue<float>(Pattern(parameter.Size, 0.1f));
        Tensor x = Paddle.ToTensor<float>(Pattern(64 * 784, 1), [64, 1, 28, 28]);
        Tensor y = Paddle.ToTensor<long>([.. Enumerable.Range(0, 64).Select(i => (long)(i % 10))], [64, 1]);
        Console.WriteLine(F.CrossEntropy(model.Call(x), y).Item<float>().ToString("R", CultureInfo.InvariantCulture));
        return 0;
    }

    private static float[] Pattern(long size, float factor)
    {
        var values = new float[size];
        for (int i = 0; i < values.Length; i++)
            values[i] = MathF.Sin(i) * factor;
        return values;
    }
}
