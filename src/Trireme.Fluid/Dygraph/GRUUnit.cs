using Trireme.NN;
using Trireme.Operators;

namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>One step of gated recurrent units: an input [N, 3D] and a state [N, D] → the next state [N, D].</summary>
    /// <remarks>Mirrors fluid.dygraph.GRUUnit. Cho et al. 2014.</remarks>
    public sealed class GRUUnit : NN.Layer
    {
        private readonly GruUnitOp _step;

        /// <summary>The layer.</summary>
        /// <param name="nameScope">What the parameters' names begin with.</param>
        /// <param name="size">Three times the width of the state.</param>
        /// <param name="paramAttr">How the weights are made.</param>
        /// <param name="biasAttr">How the bias is made; false for none.</param>
        /// <param name="activation">That of the candidate.</param>
        /// <param name="gateActivation">That of the gates.</param>
        /// <param name="originMode">Whether the update gate keeps the old state instead of taking the new one.</param>
        /// <param name="dtype">The element type; float32 where null.</param>
        /// <exception cref="InvalidArgumentException">The size is no multiple of 3, or an activation is not known.</exception>
        public GRUUnit(string nameScope, int size, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null, string activation = "tanh",
            string gateActivation = "sigmoid", bool originMode = false, DType? dtype = null)
            : base($"{nameScope}/GRUUnit", dtype)
        {
            if (size < 3 || size % 3 != 0)
                throw new InvalidArgumentException($"GRUUnit: the size {size} is not possible.", "It is three times the width of the state.");
            _step = new GruUnitOp(Number(activation), Number(gateActivation), originMode);
            Weight = CreateParameter((size / 3, size), paramAttr);
            Bias = CreateOptional((1, size), biasAttr, isBias: true);
        }

        /// <summary>The weights [D, 3D]: of update and reset gate, then of the candidate.</summary>
        public Parameter Weight { get; }

        /// <summary>The bias [1, 3D], or null.</summary>
        public Parameter? Bias { get; }

        /// <summary>The next state alone.</summary>
        /// <param name="input">What the step reads, projected to [N, 3D].</param>
        /// <param name="hidden">The state [N, D].</param>
        public override Tensor Forward(Tensor input, Tensor hidden) => Forward([input, hidden])[0];

        /// <summary>One step.</summary>
        /// <param name="inputs">What the step reads, projected to [N, 3D]; the state [N, D].</param>
        /// <returns>The next state [N, D], the state after the reset gate [N, D], the gates and the candidate [N, 3D].</returns>
        public override Tensor[] Forward(params Tensor[] inputs)
        {
            if (inputs.Length != 2)
                throw new InvalidArgumentException($"GRUUnit: {inputs.Length} inputs came.", "It takes an input and a state.");
            Tensor[] all = _step.ApplyAll(inputs[0], inputs[1], Weight, Bias);
            return [all[2], all[1], all[0]];
        }

        private static int Number(string activation)
            => Array.IndexOf(GruUnitOp.Names, activation) is >= 0 and int number ? number
                : throw new InvalidArgumentException($"GRUUnit: the activation '{activation}' is not known.", "It is identity, sigmoid, tanh or relu.");
    }
}
