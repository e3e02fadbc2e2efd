using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;
using WriteBack.Fast.Generators;

namespace WriteBack.Fast.CodeFixes;

/// <summary>The members of keys and values in syntax, and their attributes.</summary>
internal static class MemberSyntax
{
    /// <summary>The property, field or positional parameter that is declared at the position; null when none is.</summary>
    public static SyntaxNode? At(SyntaxNode? root, int position) => root?.FindToken(position).Parent switch
    {
        PropertyDeclarationSyntax property => property,
        ParameterSyntax parameter => parameter,
        VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax field } => field,
        _ => null,
    };

    /// <summary>The attribute of that type; null when the member has none.</summary>
    public static AttributeSyntax? Attribute(SyntaxNode member, SemanticModel model, KnownType type, CancellationToken ct) => member
        .ChildNodes()
        .OfType<AttributeListSyntax>()
        .SelectMany(static list => list.Attributes)
        .FirstOrDefault(attribute => type.Is(model.GetTypeInfo(attribute, ct).Type));

    /// <summary>Adds an attribute of this library, named as shortly as the file allows.</summary>
    public static async Task<Document> AddAsync(
        Document document, SyntaxNode member, string attribute, SyntaxNode? argument, CancellationToken ct)
    {
        var editor = await DocumentEditor.CreateAsync(document, ct).ConfigureAwait(false);
        var name = SyntaxFactory.ParseName("global::WriteBack.Fast." + attribute).WithAdditionalAnnotations(Simplifier.Annotation);
        editor.AddAttribute(member, editor.Generator.Attribute(name, argument is null ? null : [argument]));
        return editor.GetChangedDocument();
    }
}
