using System.Reflection;
using System.Reflection.Emit;
using Trireme.NN;
using Trireme.Static;
using Xunit;

namespace Trireme.Tests.Jit;

/// <summary>Settings of the whole process.</summary>
[Collection("standard output")]
public sealed partial class JitSettingTests
{
    [Fact]
    public void StaticFunctionsRunEagerlyWhileSwitchedOff()
    {
        int calls = 0;
        StaticFunction f = Trireme.Jit.ToStatic((Tensor x) =>
        {
            calls++;
            return x * 2;
        });
        Layer layer = Trireme.Jit.ToStatic(new Linear(2, 3));
        Tensor input = Paddle.Ones([4, 2]);
        float[] expected = layer.Call(input).ToArray<float>();
        try
        {
            Trireme.Jit.EnableToStatic(false);
            for (int i = 0; i < 3; i++)
                Assert.Equal(Enumerable.Repeat(2f, 8), f.Call(input).ToArray<float>());
            Assert.Equal((3, 0), (calls, f.ProgramCount));
            Assert.Equal(expected, layer.Call(input).ToArray<float>());
        }
        finally
        {
            Trireme.Jit.EnableToStatic(true);
        }
        f.Call(input);
        f.Call(input);
        Assert.Equal((4, 1), (calls, f.ProgramCount));
    }

    [Fact]
    public void LayersOfIgnoredAssembliesStayEager()
    {
        Type type = MarkedLayer();
        Layer before = (Layer)Activator.CreateInstance(type)!;
        Assert.Equal([6f], before.Call(Paddle.Full([1], 3f)).ToArray<float>());
        Assert.NotNull(before.StaticForward);
        Trireme.Jit.IgnoreModule(type.Assembly);
        Layer after = (Layer)Activator.CreateInstance(type)!;
        Assert.Equal([6f], after.Call(Paddle.Full([1], 3f)).ToArray<float>());
        Assert.Null(after.StaticForward);
    }

    [Fact]
    public void VerbosityAndCodeLevelTellOfEachTrace()
    {
        Assert.Empty(Caught(0, 0, false));
        Assert.Matches(@"^to_static: .+\(\[2\] float32\) became a program of 1 operators in \d+ ms\.\s*$", Caught(1, 0, false));
        Assert.Contains("} = exp(inputs={X=['x']}", Caught(0, 100, false), StringComparison.Ordinal);
        string both = Caught(1, 100, true);
        Assert.Equal(4, both.Split("to_static: ").Length - 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void AnAttributeWithDimensionsMakesOneProgramForAllSizes(int rows)
    {
        var layer = new Sized();
        foreach (int count in new[] { rows, rows + 1, rows + 2 })
            Assert.Equal(Enumerable.Repeat(3f, count * 4), layer.Call(Paddle.Ones([count, 4])).ToArray<float>());
        Assert.Equal(1, layer.StaticForward!.ProgramCount);
        Assert.Equal([new InputSpec([-1, 4])], layer.StaticForward.InputSpecs!);
        Assert.Contains("does not fit its inputSpec", Assert.Throws<InvalidArgumentException>(() => layer.Call(Paddle.Ones([2, 5]))).Message, StringComparison.Ordinal);
    }

    private static string Caught(int verbosity, int code, bool alsoToStdout)
    {
        (TextWriter error, TextWriter standard) = (Console.Error, Console.Out);
        var text = new StringWriter();
        try
        {
            Console.SetError(text);
            Console.SetOut(text);
            Trireme.Jit.SetVerbosity(verbosity, alsoToStdout);
            Trireme.Jit.SetCodeLevel(code, alsoToStdout);
            Trireme.Jit.ToStatic((Tensor x) => x.Exp()).Call(Paddle.Ones([2]));
        }
        finally
        {
            Trireme.Jit.SetVerbosity(0);
            Trireme.Jit.SetCodeLevel(0);
            Console.SetError(error);
            Console.SetOut(standard);
        }
        return text.ToString();
    }

    // A layer of an assembly of its own whose marked Forward doubles its input.
    private static Type MarkedLayer()
    {
        ModuleBuilder module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Marked"), AssemblyBuilderAccess.Run).DefineDynamicModule("Marked");
        TypeBuilder type = module.DefineType("Doubling", TypeAttributes.Public, typeof(Base));
        MethodBuilder forward = type.DefineMethod(nameof(Layer.Forward), MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig, typeof(Tensor), [typeof(Tensor)]);
        forward.SetCustomAttribute(new CustomAttributeBuilder(typeof(ToStaticAttribute).GetConstructor([])!, []));
        ILGenerator code = forward.GetILGenerator();
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Call, typeof(JitSettingTests).GetMethod(nameof(Double))!);
        code.Emit(OpCodes.Ret);
        return type.CreateType();
    }

    public abstract class Base : Layer;

    public static Tensor Double(Tensor x) => x + x;

    private sealed partial class Sized : Layer
    {
        [ToStatic(-1, 4)]
        public override Tensor Forward(Tensor input) => input + 2;
    }
}
