using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using WriteBack.Fast.Generators.Analysis;

namespace WriteBack.Fast.Generators.Tests.Harness;

/// <summary>Checks that a code fix makes of a marked source exactly another one, in which nothing is left to report.</summary>
internal sealed class FixTest<TFix> : CSharpCodeFixTest<DeclarationAnalyzer, TFix, DefaultVerifier>
    where TFix : CodeFixProvider, new()
{
    private FixTest()
    {
        ReferenceAssemblies = References.None;
        TestState.AdditionalReferences.AddRange(References.All);
        CompilerDiagnostics = CompilerDiagnostics.Warnings;
        DisabledDiagnostics.Add("CS1591");
    }

    public static Task Fixes(string markedSource, string fixedSource)
    {
        var test = new FixTest<TFix> { TestCode = markedSource, FixedCode = fixedSource };
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Expects that there is no fix for what is marked.</summary>
    public static Task FixesNothing(string markedSource) => Fixes(markedSource, markedSource);

    protected override ParseOptions CreateParseOptions() => References.ParseOptions;

    protected override CompilationOptions CreateCompilationOptions() =>
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
}
