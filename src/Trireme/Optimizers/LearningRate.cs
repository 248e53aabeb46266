using Trireme.Optimizers.LR;

namespace Trireme.Optimizers;

/// <summary>Where Paddle takes <c>float | LRScheduler</c>: a learning rate, or a schedule of it.</summary>
public readonly struct LearningRate
{
    private LearningRate(double value, LRScheduler? scheduler, Tensor? variable = null)
    {
        Value = value;
        Scheduler = scheduler;
        Variable = variable;
    }

    /// <summary>The rate that was given, where there is no schedule.</summary>
    public double Value { get; }

    /// <summary>The schedule, or null.</summary>
    public LRScheduler? Scheduler { get; }

    /// <summary>A variable of a program that computes the rate, or null.</summary>
    public Tensor? Variable { get; }

    /// <summary>A rate that a program computes.</summary>
    /// <param name="variable">The variable; one element.</param>
    public static implicit operator LearningRate(Tensor variable) => new(0, null, variable);

    /// <summary>A constant rate.</summary>
    /// <param name="value">The rate; finite and not negative.</param>
    /// <exception cref="InvalidArgumentException">The rate is negative, infinite or NaN.</exception>
    public static implicit operator LearningRate(double value)
        => double.IsFinite(value) && value >= 0 ? new(value, null)
            : throw new InvalidArgumentException($"learningRate {value} is not usable.", "It must be finite and not negative.", "Typical rates lie between 1e-5 and 1.");

    /// <summary>A schedule.</summary>
    /// <param name="scheduler">The schedule.</param>
    public static implicit operator LearningRate(LRScheduler scheduler) => new(0, scheduler);
}
