using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace WriteBack.Fast.Generators.Tests.Harness;

/// <summary>Checks that a marked source gets exactly the diagnostics that it is marked with, from compiler and generator, and no code.</summary>
internal sealed class DiagnosticTest : CSharpSourceGeneratorTest<WriteBackCacheGenerator, DefaultVerifier>
{
    private DiagnosticTest(string source)
    {
        TestCode = "using WriteBack.Fast;\n" + source;
        ReferenceAssemblies = References.None;
        TestState.AdditionalReferences.AddRange(References.All);
        CompilerDiagnostics = CompilerDiagnostics.Warnings;
        DisabledDiagnostics.Add("CS1591");
    }

    public static Task Expect(string markedSource) =>
        new DiagnosticTest(markedSource).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>The same for one diagnostic, marked <c>#0</c>, and its message.</summary>
    public static Task Expect(string markedSource, string id, string message)
    {
        var test = new DiagnosticTest(markedSource);
        test.ExpectedDiagnostics.Add(DiagnosticResult.CompilerError(id).WithLocation(0).WithMessage(message));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    protected override ParseOptions CreateParseOptions() => References.ParseOptions;

    protected override CompilationOptions CreateCompilationOptions() =>
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
}
