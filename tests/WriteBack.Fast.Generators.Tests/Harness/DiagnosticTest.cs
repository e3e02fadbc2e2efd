using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace WriteBack.Fast.Generators.Tests.Harness;

/// <summary>Checks that a marked source gets exactly the diagnostics that it is marked with, from compiler and analysers.</summary>
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

    /// <summary>Expects what is marked, and no code.</summary>
    public static Task Expect(string markedSource) =>
        new DiagnosticTest(markedSource).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>The same for one diagnostic, marked <c>#0</c>, and its message.</summary>
    public static Task Expect(string markedSource, string id, string message) =>
        new DiagnosticTest(markedSource).RunAsync(id, message);

    /// <summary>Expects what is marked, beside the generated code.</summary>
    public static Task ExpectBesideCode(string markedSource) => BesideCode(markedSource).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>The same for one diagnostic, marked <c>#0</c>, and its message.</summary>
    public static Task ExpectBesideCode(string markedSource, string id, string message) =>
        BesideCode(markedSource).RunAsync(id, message);

    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => Analyzers.All;

    protected override ParseOptions CreateParseOptions() => References.ParseOptions;

    protected override CompilationOptions CreateCompilationOptions() =>
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);

    private static DiagnosticTest BesideCode(string source) =>
        new(source) { TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck };

    private Task RunAsync(string id, string message)
    {
        var descriptor = Analyzers.Descriptors.Single(descriptor => descriptor.Id == id);
        ExpectedDiagnostics.Add(new DiagnosticResult(descriptor).WithLocation(0).WithMessage(message));
        return RunAsync(TestContext.Current.CancellationToken);
    }
}
