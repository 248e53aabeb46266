using System.Numerics;

namespace Trireme.Cpu.Optimizing;

/// <summary>An optimizer's arithmetic on one vector of a parameter, its gradient and up to three states.</summary>
internal interface IUpdateRule<T>
{
    /// <summary>How many states the rule has; the others are not loaded.</summary>
    static abstract int States { get; }

    void Step(ref Vector<T> param, Vector<T> grad, ref Vector<T> first, ref Vector<T> second, ref Vector<T> third);
}
