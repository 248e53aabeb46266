using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Trireme.Compiler.Planning;
using Trireme.Static;

namespace Trireme.Compiler;

/// <summary>The compiler of programs. Loading this assembly registers it; Core does so when the first operator runs.</summary>
public static class CompilerBackend
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Core finds the compiler when this assembly is loaded.")]
    internal static void Register() => ProgramPlanner.Current = new PlanBuilder();
}
