using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Random;

namespace Trireme.Samples.Mnist;

/// <summary>
/// How far training is: written to one file after every epoch, from which a stopped run goes on to exactly the weights it would have reached anyway.
/// For that the file holds the place in the random sequence beside the network and the optimizer.
/// </summary>
internal sealed class Progress(Options options, Layer network, Optimizer optimizer)
{
    private readonly string _file = options.InFolder("progress.pd");

    /// <summary>Finished epochs.</summary>
    public int Epochs { get; private set; }

    /// <summary>The loss of every step so far.</summary>
    public List<float> Losses { get; } = [];

    public void EndEpoch()
    {
        Epochs++;
        RandomState random = Generator.Default.State;
        Paddle.Save(new OrderedDictionary<string, object?>
        {
            ["options"] = options.Identity,
            ["epochs"] = Epochs,
            ["losses"] = Paddle.ToTensor(Losses.ToArray()),
            ["network"] = network.StateDict(),
            ["optimizer"] = optimizer.StateDict(),
            ["random"] = new List<object?> { (long)random.Seed, (long)random.Draws },
        }, _file);
    }

    public void Load()
    {
        if (!File.Exists(_file))
            throw new OptionException($"--resume: there is no {_file}. A run writes it after its first epoch; give the same --save as then.");
        OrderedDictionary<string, object?> state = Paddle.Load(_file);
        if ((string?)state["options"] != options.Identity)
            throw new OptionException($"--resume: {_file} was written with {state["options"]}, but now it is {options.Identity}. Give the same options.");
        Epochs = Convert.ToInt32(state["epochs"]);
        Losses.AddRange(((Tensor)state["losses"]!).ToArray<float>());
        network.SetStateDict((OrderedDictionary<string, object?>)state["network"]!);
        optimizer.SetStateDict((OrderedDictionary<string, object?>)state["optimizer"]!);
        long[] random = ((List<object?>)state["random"]!).ConvertAll(Convert.ToInt64).ToArray();
        Generator.Default.State = new RandomState((ulong)random[0], (ulong)random[1]);
        Console.WriteLine($"resume: {Epochs} epochs were done before");
    }
}
