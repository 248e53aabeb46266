namespace Trireme.Operators;

/// <summary>Param −= LearningRate · Grad.</summary>
/// <remarks>The update of paddle.optimizer.SGD.</remarks>
[Op("sgd", "Param, LearningRate, Grad -> ParamOut", InPlace = "ParamOut=Param",
    NoGradient = "updates a parameter in place")]
public sealed record SgdOp() : UpdateOp;
