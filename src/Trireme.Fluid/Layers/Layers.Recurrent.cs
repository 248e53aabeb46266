using Trireme.NN;
using Trireme.Operators;
using Trireme.Static;
using FirstValues = Trireme.NN.Initializers.Initializer;

namespace Trireme.Fluid;

/// <content>Recurrent layers over sequences of different lengths, single steps of them, and one over equally long sequences.</content>
public static partial class Layers
{
    private static readonly string[] CellActivations = ["sigmoid", "tanh", "relu", "identity"];

    /// <summary>A long short-term memory over sequences whose input part is computed already: [T, 4D] → [T, D].</summary>
    /// <param name="input">[T, size] with sequences: what a layer without activation makes of the input, for candidate, input, forget and output gate.</param>
    /// <param name="size">4D.</param>
    /// <param name="h0">The first hidden states [sequences, D]; zeros where null.</param>
    /// <param name="c0">The first cells [sequences, D]; zeros where null. Given with <paramref name="h0"/> or not at all.</param>
    /// <param name="paramAttr">How the weights [D, 4D] are made.</param>
    /// <param name="biasAttr">How the bias is made: [1, 7D] with peepholes, else [1, 4D].</param>
    /// <param name="usePeepholes">Whether the gates see the cell.</param>
    /// <param name="isReverse">Whether sequences are read from their ends.</param>
    /// <param name="gateActivation"><c>sigmoid</c>, <c>tanh</c>, <c>relu</c> or <c>identity</c>.</param>
    /// <param name="cellActivation">Of the cell, for the output.</param>
    /// <param name="candidateActivation">Of the candidate.</param>
    /// <param name="dtype">The element type; float32 where null.</param>
    /// <param name="name">The layer's name; made unique where null.</param>
    /// <returns>The hidden states and the cells after each row.</returns>
    /// <exception cref="InvalidArgumentException">The size is no multiple of 4, only one first state is given, or an activation is not known.</exception>
    /// <remarks>Mirrors fluid.layers.dynamic_lstm; Hochreiter and Schmidhuber 1997, with the peepholes of Gers et al. 2002.</remarks>
    public static (Tensor Hidden, Tensor Cell) DynamicLstm(Tensor input, int size, Tensor? h0 = null, Tensor? c0 = null, ParamAttr? paramAttr = null,
        ParamAttr? biasAttr = null, bool usePeepholes = true, bool isReverse = false, string gateActivation = "sigmoid", string cellActivation = "tanh",
        string candidateActivation = "tanh", DType? dtype = null, string? name = null)
    {
        int width = Part("dynamic_lstm", size, 4);
        RequireCell("dynamic_lstm", h0, c0, gateActivation, cellActivation, candidateActivation);
        var layer = new LayerParameters("lstm", name);
        Tensor weight = layer.Require((width, size), dtype ?? DType.Float32, paramAttr);
        Tensor bias = layer.Require((1, (usePeepholes ? 7 : 4) * width), weight.DType, biasAttr, isBias: true);
        Tensor[] results = new LstmOp(usePeepholes, isReverse, gateActivation, cellActivation, candidateActivation).ApplyAll(input, h0, c0, weight, bias);
        return (results[0].DeclaredLike(input), results[1].DeclaredLike(input));
    }

    /// <summary>The same with a projection of the hidden state, which is what the next step sees: [T, 4D] → [T, P].</summary>
    /// <param name="input">[T, size] with sequences: what a layer without activation makes of the input.</param>
    /// <param name="size">4D.</param>
    /// <param name="projSize">P.</param>
    /// <param name="paramAttr">How the weights [P, 4D] and [D, P] are made.</param>
    /// <param name="biasAttr">How the bias is made: [1, 7D] with peepholes, else [1, 4D].</param>
    /// <param name="usePeepholes">Whether the gates see the cell.</param>
    /// <param name="isReverse">Whether sequences are read from their ends.</param>
    /// <param name="gateActivation"><c>sigmoid</c>, <c>tanh</c>, <c>relu</c> or <c>identity</c>.</param>
    /// <param name="cellActivation">Of the cell, for the output.</param>
    /// <param name="candidateActivation">Of the candidate.</param>
    /// <param name="projActivation">Of the projection.</param>
    /// <param name="dtype">The element type; float32 where null.</param>
    /// <param name="name">The layer's name; made unique where null.</param>
    /// <param name="h0">The first projections [sequences, P]; zeros where null.</param>
    /// <param name="c0">The first cells [sequences, D]; zeros where null. Given with <paramref name="h0"/> or not at all.</param>
    /// <param name="cellClip">The largest size of the cell; no limit where null.</param>
    /// <param name="projClip">The largest size of the projection; no limit where null.</param>
    /// <returns>The projections and the cells after each row.</returns>
    /// <exception cref="InvalidArgumentException">A size does not fit, only one first state is given, a limit is not positive, or an activation is not known.</exception>
    /// <remarks>Mirrors fluid.layers.dynamic_lstmp; Sak et al. 2014.</remarks>
    public static (Tensor Projection, Tensor Cell) DynamicLstmp(Tensor input, int size, int projSize, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null,
        bool usePeepholes = true, bool isReverse = false, string gateActivation = "sigmoid", string cellActivation = "tanh", string candidateActivation = "tanh",
        string projActivation = "tanh", DType? dtype = null, string? name = null, Tensor? h0 = null, Tensor? c0 = null, double? cellClip = null,
        double? projClip = null)
    {
        int width = Part("dynamic_lstmp", size, 4);
        RequireCell("dynamic_lstmp", h0, c0, gateActivation, cellActivation, candidateActivation, projActivation);
        if (projSize < 1 || cellClip <= 0 || projClip <= 0)
            throw new InvalidArgumentException($"dynamic_lstmp: projSize {projSize}, cellClip {cellClip} and projClip {projClip} do not fit.", null, "Each must be positive; leave a limit out for none.");
        var layer = new LayerParameters("lstmp", name);
        Tensor weight = layer.Require((projSize, size), dtype ?? DType.Float32, paramAttr);
        Tensor projection = layer.Require((width, projSize), weight.DType, Second(paramAttr));
        Tensor bias = layer.Require((1, (usePeepholes ? 7 : 4) * width), weight.DType, biasAttr, isBias: true);
        Tensor[] results = new LstmpOp(usePeepholes, isReverse, (float)(cellClip ?? 0), (float)(projClip ?? 0), gateActivation, cellActivation, candidateActivation, projActivation)
            .ApplyAll(input, h0, c0, weight, projection, bias);
        return (results[0].DeclaredLike(input), results[1].DeclaredLike(input));
    }

    /// <summary>Gated recurrent units over sequences whose input part is computed already: [T, 3D] → [T, D].</summary>
    /// <param name="input">[T, 3 · size] with sequences: what a layer without activation makes of the input, for update gate, reset gate and candidate.</param>
    /// <param name="size">D.</param>
    /// <param name="paramAttr">How the weights [D, 3D] are made.</param>
    /// <param name="biasAttr">How the bias [1, 3D] is made; false for none.</param>
    /// <param name="isReverse">Whether sequences are read from their ends.</param>
    /// <param name="gateActivation"><c>sigmoid</c>, <c>tanh</c>, <c>relu</c> or <c>identity</c>.</param>
    /// <param name="candidateActivation">Of the candidate.</param>
    /// <param name="h0">The first hidden states [sequences, D]; zeros where null.</param>
    /// <param name="originMode">Whether the update gate keeps the old state (Cho et al. 2014) instead of taking the new one (Chung et al. 2014).</param>
    /// <returns>The hidden states after each row.</returns>
    /// <exception cref="InvalidArgumentException">The size is not positive, or an activation is not known.</exception>
    /// <remarks>Mirrors fluid.layers.dynamic_gru.</remarks>
    public static Tensor DynamicGru(Tensor input, int size, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null, bool isReverse = false,
        string gateActivation = "sigmoid", string candidateActivation = "tanh", Tensor? h0 = null, bool originMode = false)
    {
        Part("dynamic_gru", size, 1);
        RequireCell("dynamic_gru", null, null, gateActivation, candidateActivation);
        var layer = new LayerParameters("gru");
        Tensor weight = layer.Require((size, 3 * size), input.DType, paramAttr);
        Tensor? bias = layer.Create((1, 3 * size), input.DType, biasAttr, isBias: true);
        return new GruOp(candidateActivation, gateActivation, isReverse, originMode).ApplyAll(input, h0, weight, bias)[0].DeclaredLike(input);
    }

    /// <summary>One step of gated recurrent units: [N, 3D] and [N, D] → [N, D].</summary>
    /// <param name="input">[N, size]: what a layer without activation makes of the input.</param>
    /// <param name="hidden">The states before the step [N, D].</param>
    /// <param name="size">3D.</param>
    /// <param name="paramAttr">How the weights [D, 3D] are made.</param>
    /// <param name="biasAttr">How the bias [1, 3D] is made; false for none.</param>
    /// <param name="activation">Of the candidate: <c>identity</c>, <c>sigmoid</c>, <c>tanh</c> or <c>relu</c>.</param>
    /// <param name="gateActivation">Of the gates, likewise.</param>
    /// <param name="originMode">Whether the update gate keeps the old state instead of taking the new one.</param>
    /// <returns>The new states, the states as the reset gate let them through, and the gates with the candidate [N, 3D].</returns>
    /// <exception cref="InvalidArgumentException">The size is no multiple of 3, or an activation is not known.</exception>
    /// <remarks>Mirrors fluid.layers.gru_unit.</remarks>
    public static (Tensor Hidden, Tensor ResetHiddenPrev, Tensor Gate) GruUnit(Tensor input, Tensor hidden, int size, ParamAttr? paramAttr = null,
        ParamAttr? biasAttr = null, string activation = "tanh", string gateActivation = "sigmoid", bool originMode = false)
    {
        int width = Part("gru_unit", size, 3), candidate = Array.IndexOf(GruUnitOp.Names, activation), gates = Array.IndexOf(GruUnitOp.Names, gateActivation);
        if (candidate < 0 || gates < 0)
            throw new InvalidArgumentException($"gru_unit: the activations '{activation}' and '{gateActivation}' are not both known.", "They are identity, sigmoid, tanh and relu.");
        var layer = new LayerParameters("gru_unit");
        Tensor weight = layer.Require((width, size), input.DType, paramAttr);
        Tensor? bias = layer.Create((1, size), input.DType, biasAttr, isBias: true);
        Tensor[] results = new GruUnitOp(candidate, gates, originMode).ApplyAll(input, hidden, weight, bias);
        return (results[2], results[1], results[0]);
    }

    /// <summary>One step of a long short-term memory: x and the states before it → the states after it.</summary>
    /// <param name="xT">[N, features].</param>
    /// <param name="hiddenTPrev">[N, D'].</param>
    /// <param name="cellTPrev">[N, D].</param>
    /// <param name="forgetBias">Added to the forget gate.</param>
    /// <param name="paramAttr">How the weights [features + D', 4D] are made.</param>
    /// <param name="biasAttr">How the bias [4D] is made; false for none.</param>
    /// <param name="name">The layer's name; made unique where null.</param>
    /// <returns>The hidden states and the cells, [N, D] each.</returns>
    /// <exception cref="InvalidArgumentException">An input has not two dimensions.</exception>
    /// <remarks>Mirrors fluid.layers.lstm_unit; the columns are those of input, forget and output gate and candidate.</remarks>
    public static (Tensor Hidden, Tensor Cell) LstmUnit(Tensor xT, Tensor hiddenTPrev, Tensor cellTPrev, double forgetBias = 0.0, ParamAttr? paramAttr = null,
        ParamAttr? biasAttr = null, string? name = null)
    {
        if (xT.Ndim != 2 || hiddenTPrev.Ndim != 2 || cellTPrev.Ndim != 2)
            throw new InvalidArgumentException($"lstm_unit: {xT.Shape}, {hiddenTPrev.Shape} and {cellTPrev.Shape} are no rows.", "Each has two dimensions.");
        Tensor parts = Fc(Paddle.Concat([xT, hiddenTPrev], 1), 4 * cellTPrev.Shape[1], paramAttr: paramAttr, biasAttr: biasAttr);
        Tensor[] results = new LstmUnitOp((float)forgetBias).ApplyAll(parts, cellTPrev);
        return (results[1], results[0]);
    }

    /// <summary>Layers of long short-term memories over equally long sequences, time first.</summary>
    /// <param name="input">[steps, batch, features].</param>
    /// <param name="initH">The first hidden states [layers · directions, batch, D].</param>
    /// <param name="initC">The first cells, likewise.</param>
    /// <param name="maxLen">Kept for Paddle's signature.</param>
    /// <param name="hiddenSize">D.</param>
    /// <param name="numLayers">How many layers.</param>
    /// <param name="dropoutProb">The dropout between layers.</param>
    /// <param name="isBidirec">Whether each layer also reads from the end.</param>
    /// <param name="isTest">Whether nothing is dropped.</param>
    /// <param name="name">The layer's name; made unique where null.</param>
    /// <param name="defaultInitializer">How the weights are made; uniform where null. All are one vector.</param>
    /// <param name="seed">The seed of the dropout; -1 takes the generator's.</param>
    /// <returns>The hidden states of the last layer [steps, batch, directions · D], and the last hidden states and cells.</returns>
    /// <exception cref="InvalidArgumentException">Shapes and arguments do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.lstm.</remarks>
    public static (Tensor RnnOut, Tensor LastH, Tensor LastC) Lstm(Tensor input, Tensor initH, Tensor initC, int maxLen, int hiddenSize, int numLayers,
        double dropoutProb = 0.0, bool isBidirec = false, bool isTest = false, string? name = null, FirstValues? defaultInitializer = null, int seed = -1)
    {
        if (input.Ndim != 3 || input.Shape[2] < 1 || hiddenSize < 1 || numLayers < 1)
            throw new InvalidArgumentException($"lstm: an input {input.Shape} with {numLayers} layers of size {hiddenSize} is impossible.", "The input is [steps, batch, features].", "Give positive sizes, and the features where the input is declared.");
        var op = new CudnnLstmOp(maxLen, isBidirec, input.Shape[2], hiddenSize, numLayers, isTest, (float)dropoutProb, Math.Max(0, seed));
        Tensor weights = new LayerParameters("cudnn_lstm", name).Require(op.WeightSize, input.DType, null, defaultInitializer: defaultInitializer);
        Tensor[] results = op.ApplyAll(input, initH, initC, weights);
        return (results[2], results[3], results[4]);
    }

    private static int Part(string type, int size, int parts)
        => size > 0 && size % parts == 0 ? size / parts : throw new InvalidArgumentException($"{type}: the size {size} is impossible.", $"It must be a positive multiple of {parts}.");

    private static void RequireCell(string type, Tensor? h0, Tensor? c0, params ReadOnlySpan<string> activations)
    {
        if (h0 is null != c0 is null)
            throw new InvalidArgumentException($"{type}: only one of h0 and c0 is given.", null, "Give both or neither.");
        foreach (string activation in activations)
        {
            if (!CellActivations.Contains(activation))
                throw new InvalidArgumentException($"{type}: the activation '{activation}' is not known.", "It is sigmoid, tanh, relu or identity.");
        }
    }

    // Two parameters cannot have one name: the second is named after the first.
    private static ParamAttr? Second(ParamAttr? attr)
        => attr?.Name is null ? attr
            : attr.Named(attr.Name + "_proj");
}
