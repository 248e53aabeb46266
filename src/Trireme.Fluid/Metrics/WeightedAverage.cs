namespace Trireme.Fluid;

/// <summary>The mean of numbers with weights.</summary>
/// <remarks>Mirrors fluid.average.WeightedAverage.</remarks>
public sealed class WeightedAverage
{
    private double _sum, _weight;

    /// <summary>Forgets all numbers.</summary>
    public void Reset() => (_sum, _weight) = (0, 0);

    /// <summary>Takes in a number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="weight">Its weight.</param>
    public void Add(double value, double weight)
    {
        _sum += value * weight;
        _weight += weight;
    }

    /// <summary>Takes in a number that a program computed, such as the loss of a batch.</summary>
    /// <param name="value">The number; one element.</param>
    /// <param name="weight">Its weight, such as the batch's size.</param>
    /// <exception cref="InvalidArgumentException">The tensor has not one element.</exception>
    public void Add(Tensor value, double weight)
    {
        ArgumentNullException.ThrowIfNull(value);
        Add(value.Item(), weight);
    }

    /// <summary>The mean of all numbers.</summary>
    /// <exception cref="PreconditionNotMetException">There is no number, or the weights are 0 together.</exception>
    public double Eval()
        => _weight != 0 ? _sum / _weight
            : throw new PreconditionNotMetException("There is no data to be averaged in WeightedAverage.", null, "Call Add first.");
}
