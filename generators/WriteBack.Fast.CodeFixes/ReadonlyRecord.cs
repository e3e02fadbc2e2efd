using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace WriteBack.Fast.CodeFixes;

/// <summary>Rewrites a struct as a record struct that can be readonly: what could be set can be initialised.</summary>
internal static class ReadonlyRecord
{
    /// <summary>The record struct; null where that is not to be had by a simple change.</summary>
    public static TypeDeclarationSyntax? From(TypeDeclarationSyntax declaration)
    {
        // A record writes its own operators, and a field that shares its declaration cannot become a property alone.
        if (declaration.Members.Any(static member =>
            member is OperatorDeclarationSyntax or FieldDeclarationSyntax { Declaration.Variables.Count: > 1 }))
        {
            return null;
        }
        return declaration switch
        {
            RecordDeclarationSyntax record => record.WithMembers(Initialised(record)),
            StructDeclarationSyntax structure => AsRecord(structure).WithMembers(Initialised(structure)),
            _ => null,
        };
    }

    private static RecordDeclarationSyntax AsRecord(StructDeclarationSyntax structure) => RecordDeclaration(
        SyntaxKind.RecordStructDeclaration, structure.AttributeLists, structure.Modifiers,
        Token(SyntaxKind.RecordKeyword).WithLeadingTrivia(structure.Keyword.LeadingTrivia).WithTrailingTrivia(Space),
        structure.Keyword.WithLeadingTrivia(), structure.Identifier, structure.TypeParameterList, structure.ParameterList,
        structure.BaseList, structure.ConstraintClauses, structure.OpenBraceToken, structure.Members, structure.CloseBraceToken,
        structure.SemicolonToken);

    private static SyntaxList<MemberDeclarationSyntax> Initialised(TypeDeclarationSyntax declaration) =>
        List(declaration.Members.Select(Initialised));

    private static MemberDeclarationSyntax Initialised(MemberDeclarationSyntax member) => member switch
    {
        PropertyDeclarationSyntax { AccessorList: { } accessors } property =>
            property.WithAccessorList(accessors.WithAccessors(List(accessors.Accessors.Select(Initialised)))),
        FieldDeclarationSyntax field when IsPublicAndMutable(field) => AsProperty(field),
        _ => member,
    };

    private static AccessorDeclarationSyntax Initialised(AccessorDeclarationSyntax accessor) =>
        accessor.IsKind(SyntaxKind.SetAccessorDeclaration)
            ? AccessorDeclaration(
                SyntaxKind.InitAccessorDeclaration, accessor.AttributeLists, accessor.Modifiers,
                Token(SyntaxKind.InitKeyword).WithTriviaFrom(accessor.Keyword), accessor.Body, accessor.ExpressionBody, accessor.SemicolonToken)
            : accessor;

    private static bool IsPublicAndMutable(FieldDeclarationSyntax field) => field.Modifiers.Any(SyntaxKind.PublicKeyword)
        && !field.Modifiers.Any(static modifier =>
            modifier.Kind() is SyntaxKind.ReadOnlyKeyword or SyntaxKind.ConstKeyword or SyntaxKind.StaticKeyword);

    private static PropertyDeclarationSyntax AsProperty(FieldDeclarationSyntax field)
    {
        var variable = field.Declaration.Variables[0];
        var accessors = ParseMemberDeclaration("int P { get; init; }")!.ChildNodes().OfType<AccessorListSyntax>().Single();
        return PropertyDeclaration(field.Declaration.Type, variable.Identifier.WithTrailingTrivia(Space))
            .WithAttributeLists(field.AttributeLists)
            .WithModifiers(field.Modifiers)
            .WithAccessorList(accessors)
            .WithInitializer(variable.Initializer)
            .WithSemicolonToken(variable.Initializer is null ? default : field.SemicolonToken)
            .WithTriviaFrom(field);
    }
}
