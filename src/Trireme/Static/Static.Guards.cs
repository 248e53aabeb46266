using Trireme.NN;
using Trireme.NN.Initializers;

namespace Trireme.Static;

/// <content>Where operators go, and single variables.</content>
public static partial class Static
{
    /// <summary>Until the result is disposed, operators on variables are appended to these programs.</summary>
    /// <param name="mainProgram">Receives the operators.</param>
    /// <param name="startupProgram">Receives what gives parameters their first values; the current one where null.</param>
    /// <remarks>Mirrors paddle.static.program_guard.</remarks>
    public static ProgramGuard ProgramGuard(Program mainProgram, Program? startupProgram = null) => new(mainProgram, startupProgram);

    /// <summary>Until the result is disposed, executors on this thread use another scope.</summary>
    /// <param name="scope">The scope.</param>
    /// <remarks>Mirrors paddle.static.scope_guard.</remarks>
    public static ScopeGuard ScopeGuard(Scope scope) => new(scope);

    /// <summary>Until the result is disposed, operators carry a prefix that shows what they belong to.</summary>
    /// <param name="prefix">The name; must not be empty.</param>
    /// <exception cref="InvalidArgumentException">The name is empty.</exception>
    /// <remarks>Mirrors paddle.static.name_scope.</remarks>
    public static NameScope NameScope(string prefix) => new(prefix);

    /// <summary>Until the result is disposed, operators are meant for a device. There is one: the name is checked, and nothing else happens.</summary>
    /// <param name="device">"cpu", or null for the executor's place.</param>
    /// <exception cref="InvalidArgumentException">Another device is named.</exception>
    /// <remarks>Mirrors paddle.static.device_guard.</remarks>
    public static IDisposable DeviceGuard(string? device = null)
        => device is null or "cpu" ? new Anywhere()
            : throw new InvalidArgumentException($"DeviceGuard: the device '{device}' is not there.", "Programs run on the CPU.", "Pass \"cpu\", or nothing.");

    /// <summary>The places of a data-parallel program on the CPU.</summary>
    /// <param name="deviceCount">How many; the environment variable CPU_NUM where null, 1 where that is not set.</param>
    /// <exception cref="InvalidArgumentException">The number is below 1.</exception>
    /// <remarks>Mirrors paddle.static.cpu_places.</remarks>
    public static IReadOnlyList<Place> CpuPlaces(int? deviceCount = null)
    {
        int count = deviceCount ?? CpuNum.FromEnvironment();
        return count > 0 ? Enumerable.Repeat(Place.Cpu, count).ToArray()
            : throw new InvalidArgumentException($"CpuPlaces: deviceCount is {count}.", null, "It must be at least 1.");
    }

    /// <summary>Whether a variable outlives runs.</summary>
    /// <param name="var">The variable.</param>
    /// <remarks>Mirrors paddle.static.is_persistable.</remarks>
    public static bool IsPersistable(Variable var) => var is { Persistable: true, Type: not (VarType.FeedMinibatch or VarType.FetchList or VarType.Reader) };

    /// <summary>A parameter by itself.</summary>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="dtype">Its element type.</param>
    /// <param name="name">Its name, where the attribute gives none.</param>
    /// <param name="attr">How it is made and trained.</param>
    /// <param name="isBias">Whether it is a bias: zeros at first.</param>
    /// <param name="defaultInitializer">How its values are made where the attribute does not say.</param>
    /// <remarks>Mirrors paddle.static.create_parameter.</remarks>
    public static Tensor CreateParameter(Shape shape, DType dtype, string? name = null, ParamAttr? attr = null, bool isBias = false,
        Initializer? defaultInitializer = null)
        => NN.CreateParameter(shape, dtype, name, attr, isBias, defaultInitializer);

    /// <summary>Puts values into a part of a tensor: x[index] = value.</summary>
    /// <param name="x">The tensor; in a program, its later uses see the new values.</param>
    /// <param name="index">The part.</param>
    /// <param name="value">The values, of the part's shape or one that stretches to it.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <remarks>Mirrors paddle.static.setitem.</remarks>
    public static Tensor Setitem(Tensor x, TensorIndex[] index, Tensor value)
    {
        x[index] = value;
        return x;
    }

    private sealed class Anywhere : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
