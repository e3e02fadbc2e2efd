using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace WriteBack.Fast.Generators.Tests.Harness;

/// <summary>Checks what a code fix makes of marked calls of a cache, whose code is generated beside.</summary>
internal sealed class CallFixTest<TAnalyzer, TFix> : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    private CallFixTest()
    {
        ReferenceAssemblies = References.None;
        TestState.AdditionalReferences.AddRange(References.All);
        CompilerDiagnostics = CompilerDiagnostics.Warnings;
        DisabledDiagnostics.Add("CS1591");
        TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck;
    }

    public static Task Fixes(string markedSource, string fixedSource)
    {
        var test = new CallFixTest<TAnalyzer, TFix> { TestCode = markedSource, FixedCode = fixedSource };
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Expects that there is no fix for what is marked.</summary>
    public static Task FixesNothing(string markedSource) => Fixes(markedSource, markedSource);

    protected override IEnumerable<Type> GetSourceGenerators() => [typeof(WriteBackCacheGenerator)];

    protected override ParseOptions CreateParseOptions() => References.ParseOptions;

    protected override CompilationOptions CreateCompilationOptions() =>
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
}
