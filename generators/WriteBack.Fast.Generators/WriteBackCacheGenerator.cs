using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using WriteBack.Fast.Generators.Emission;
using WriteBack.Fast.Generators.Parsing;

namespace WriteBack.Fast.Generators;

/// <summary>Writes the other half of each partial class that carries <c>[WriteBackCache&lt;TKey, TValue&gt;]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class WriteBackCacheGenerator : IIncrementalGenerator
{
    internal const string AttributeName = "WriteBack.Fast.WriteBackCacheAttribute`2";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var results = context.SyntaxProvider
            .ForAttributeWithMetadataName(AttributeName, static (node, _) => node is TypeDeclarationSyntax, CacheParser.Parse)
            .WithTrackingName(TrackingNames.Results);

        var diagnostics = results
            .SelectMany(static (result, _) => result.Diagnostics)
            .WithTrackingName(TrackingNames.Diagnostics);
        context.RegisterSourceOutput(
            diagnostics, static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic()));

        var models = results
            .Where(static result => result.Model is not null)
            .Select(static (result, _) => result.Model!)
            .WithTrackingName(TrackingNames.Models);
        context.RegisterSourceOutput(
            models,
            static (output, model) =>
                output.AddSource(model.HintName, SourceText.From(CacheEmitter.Emit(model), Encoding.UTF8)));
    }
}
