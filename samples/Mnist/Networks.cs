using Trireme.NN;
using Trireme.Vision.Models;

namespace Trireme.Samples.Mnist;

/// <summary>The networks to choose from. All take pictures [N, 1, 28, 28] and give one score a class, [N, 10].</summary>
internal static class Networks
{
    public static readonly string[] Names = ["lenet", "mlp", "cnn", "linear"];

    public static Layer Create(string name) => name switch
    {
        "lenet" => new LeNet(),
        "mlp" => new Sequential(new Flatten(), new Linear(784, 512), new ReLU(), new Dropout(0.2), new Linear(512, 10)),
        "cnn" => new TwoConvolutions(),
        "linear" => new Sequential(new Flatten(), new Linear(784, 10)),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such network."),
    };
}
