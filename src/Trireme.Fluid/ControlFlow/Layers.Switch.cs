using Trireme.Static;

namespace Trireme.Fluid;

public static partial class Layers
{
    /// <summary>
    /// The first case whose condition holds: <c>using (var s = new Layers.Switch()) { using (s.Case(a)) { … } using (s.Default()) { … } }</c>
    /// </summary>
    /// <remarks>Mirrors fluid.layers.Switch. Cases change variables from outside with <c>Layers.Assign(value, output)</c>.</remarks>
    public sealed class Switch : IDisposable
    {
        private Tensor? _noneBefore;
        private bool _isClosed;

        /// <summary>A switch without cases yet.</summary>
        /// <param name="name">A name; it has no effect.</param>
        public Switch(string? name = null)
        {
        }

        /// <summary>Until the result is disposed, operators are recorded into a case that runs if its condition holds and none before did.</summary>
        /// <param name="condition">A variable with one bool.</param>
        /// <exception cref="InvalidArgumentException">The condition is not one bool, or no variable.</exception>
        /// <exception cref="PreconditionNotMetException">The switch is closed, or has its default case.</exception>
        public IDisposable Case(Tensor condition)
        {
            RequireOpen("Case");
            Variable variable = RequireVariable(condition, "Switch", "the condition");
            RequireBool(variable, "Switch");
            Variable runs = _noneBefore is null ? variable : (Variable)_noneBefore.LogicalAnd(variable);
            _noneBefore = _noneBefore is null ? variable.LogicalNot() : _noneBefore.LogicalAnd(variable.LogicalNot());
            return new BlockGuard(body => SubBlock.AppendConditional(body, [runs], isScalar: true));
        }

        /// <summary>Until the result is disposed, operators are recorded into the case that runs if no condition held.</summary>
        /// <exception cref="PreconditionNotMetException">There is no case before it, the switch is closed, or has its default case.</exception>
        public IDisposable Default()
        {
            RequireOpen("Default");
            var runs = (Variable?)_noneBefore ?? throw new PreconditionNotMetException("Switch: there is no case before the default one.", null, "Open one with Case(condition).");
            _isClosed = true;
            return new BlockGuard(body => SubBlock.AppendConditional(body, [runs], isScalar: true));
        }

        /// <summary>Ends the switch.</summary>
        public void Dispose() => _isClosed = true;

        private void RequireOpen(string function)
        {
            if (_isClosed)
                throw new PreconditionNotMetException($"Switch: {function} comes after the end or after Default.", null, "Default is the last case.");
        }
    }
}
