namespace Trireme.Static;

/// <summary>Until disposed, operators on this thread are appended to these programs.</summary>
/// <remarks>Mirrors paddle.static.program_guard: <c>using (new ProgramGuard(main, startup)) { … }</c>.</remarks>
public sealed class ProgramGuard : IDisposable
{
    private readonly Program _main, _startup;

    /// <summary>Makes programs the current ones.</summary>
    /// <param name="mainProgram">Receives the operators.</param>
    /// <param name="startupProgram">Receives the operators that give parameters their first values; the current one where null.</param>
    public ProgramGuard(Program mainProgram, Program? startupProgram = null)
    {
        (_main, _startup) = (Recorder.Main, Recorder.Startup);
        Recorder.Main = mainProgram;
        Recorder.Startup = startupProgram ?? _startup;
    }

    /// <summary>Goes back to the programs before.</summary>
    public void Dispose() => (Recorder.Main, Recorder.Startup) = (_main, _startup);
}
