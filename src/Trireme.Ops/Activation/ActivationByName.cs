using Trireme.NN;

namespace Trireme;

/// <summary>Activation functions where Paddle takes their name as a string.</summary>
internal static class ActivationByName
{
    public static Tensor Apply(string name, Tensor x) => name switch
    {
        "relu" => Functional.Relu(x),
        "relu6" => Functional.Relu6(x),
        "sigmoid" => Functional.Sigmoid(x),
        "tanh" => x.Tanh(),
        "gelu" => Functional.Gelu(x),
        "silu" => Functional.Silu(x),
        "swish" => Functional.Swish(x),
        "mish" => Functional.Mish(x),
        "softplus" => Functional.Softplus(x),
        "softsign" => Functional.Softsign(x),
        "leaky_relu" => Functional.LeakyRelu(x, 0.02),
        "elu" => Functional.Elu(x),
        "selu" => Functional.Selu(x),
        "hard_sigmoid" => Functional.Hardsigmoid(x, 0.2),
        "hard_swish" => Functional.Hardswish(x),
        "softmax" => Functional.Softmax(x),
        "log_softmax" => Functional.LogSoftmax(x),
        "exp" => x.Exp(),
        "sqrt" => x.Sqrt(),
        "square" => x.Square(),
        "abs" => x.Abs(),
        _ => throw new InvalidArgumentException($"The activation function '{name}' is not known.", null, "Pass null and apply the function to the result."),
    };
}
