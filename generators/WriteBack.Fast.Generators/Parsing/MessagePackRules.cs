using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Diagnostics;
using WriteBack.Fast.Generators.Model;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>Columns of other types go through MessagePack, which by default knows its own attributes and the framework's types.</summary>
internal static class MessagePackRules
{
    public static void Check(ParseContext context, Entry value, MessagePackTypes known)
    {
        for (int i = 0; i < value.Model.Members.Count; i++)
        {
            if (value.Model.Members[i].Type != ColumnType.MessagePack)
                continue;
            var member = value.Members.Count > 0 ? value.Members[i] : null;
            var type = member?.Type ?? context.Declaration.Value;
            if (known.FirstUnknown(type) is { } unknown)
            {
                context.ReportFixable(
                    Descriptors.UnknownToMessagePack, context.DeclarationOf(member?.Symbol, value.Location),
                    Hint.CanIgnore, "", member?.Name ?? type.Name,
                    unknown.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat));
            }
        }
    }
}
