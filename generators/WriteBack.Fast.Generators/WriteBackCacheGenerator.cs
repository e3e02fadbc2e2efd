using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using WriteBack.Fast.Generators.Emission;
using WriteBack.Fast.Generators.Model;
using WriteBack.Fast.Generators.Parsing;

namespace WriteBack.Fast.Generators;

/// <summary>
/// Writes the other half of each partial class that carries <c>[WriteBackCache&lt;TKey, TValue&gt;]</c>. What is wrong with one
/// is told by <see cref="Analysis.DeclarationAnalyzer"/>, whose diagnostics can be suppressed and fixed.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class WriteBackCacheGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var parsed = new ParsedModels();
        var models = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownTypes.CacheAttributeName,
                static (node, _) => node is TypeDeclarationSyntax,
                (syntax, ct) => parsed.GetOrAdd(syntax.TargetNode, syntax.SemanticModel.Compilation, () => Parse(syntax, ct)))
            .WithTrackingName(TrackingNames.Parsed)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(TrackingNames.Models);
        context.RegisterSourceOutput(models, static (output, model) =>
        {
            output.AddSource($"{model.HintName}.g.cs", SourceText.From(CacheEmitter.Emit(model), Encoding.UTF8));
            if (model.Registration is { } registration)
                output.AddSource($"{model.HintName}+Hosting.g.cs", SourceText.From(RegistrationEmitter.Emit(model, registration), Encoding.UTF8));
        });
    }

    private static CacheModel? Parse(GeneratorAttributeSyntaxContext syntax, CancellationToken ct) =>
        Declaration.Create(syntax.TargetSymbol, (TypeDeclarationSyntax)syntax.TargetNode, syntax.Attributes[0]) is { } declaration
            ? CacheParser.Parse(new ParseContext(declaration, syntax.SemanticModel.Compilation), ct)?.Model
            : null;
}
