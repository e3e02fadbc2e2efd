using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WriteBack.Fast.Generators.Model;
using static WriteBack.Fast.Generators.Emission.Names;

namespace WriteBack.Fast.Generators.Emission;

/// <summary>The schema: the columns, and the visitor that writes and reads them.</summary>
internal static class SchemaPart
{
    public static void Emit(CodeWriter code, CacheModel model)
    {
        code.Line(Generated);
        using var schema = code.Open($"private sealed class GeneratedSchema : {Library}.EntrySchema<{model.TypeArguments}>");
        EmitConstructor(code, model);
        foreach (var (entry, role) in new[] { (model.Key, "Key"), (model.Value, "Value") })
        {
            EmitWrite(code, entry, role);
            EmitRead(code, entry, role);
        }
    }

    private static void EmitConstructor(CodeWriter code, CacheModel model)
    {
        string columns = string.Join(",\n", [.. Columns(model.Key, "true"), .. Columns(model.Value, "false")]);
        code.Lines($$"""
            public GeneratedSchema()
                : base(
                    {{Quote(model.CacheName)}},
                    global::System.Collections.Immutable.ImmutableArray.Create<{{Library}}.ColumnSchema>(
            {{columns}}))
            {
            }
            """);
    }

    private static IEnumerable<string> Columns(EntryModel entry, string isKey) => entry.Members.Select(member =>
        $"            new {Library}.ColumnSchema({Quote(member.Column)}, {Library}.ColumnType.{member.Type}, "
        + $"IsKey: {isKey}, IsNullable: {(member.IsNullable ? "true" : "false")})");

    private static void EmitWrite(CodeWriter code, EntryModel entry, string role)
    {
        string parameter = role.ToLowerInvariant();
        code.Gap();
        using var method = code.Open(
            $"public override void Write{role}<TWriter>(ref TWriter writer, in {entry.Type} {parameter})");
        foreach (var member in entry.Members)
        {
            string expression = member.Of(parameter);
            if (member.CanBeNull)
            {
                code.Lines($$"""
                    if ({{expression}} is {{NotNull(member)}} {{Local(member)}})
                        {{ColumnCode.Write(member, Local(member))}};
                    else
                        writer.WriteNull();
                    """);
            }
            else
            {
                code.Line(ColumnCode.Write(member, expression) + ";");
            }
        }
    }

    private static void EmitRead(CodeWriter code, EntryModel entry, string role)
    {
        code.Gap();
        using var method = code.Open($"public override {entry.Type} Read{role}<TReader>(ref TReader reader)");
        foreach (var member in entry.Members)
            code.Line($"{member.Declared} {Local(member)} = reader.TryReadNull() ? {Null(member)} : {ColumnCode.Read(member)};");
        code.Line($"return {ConstructionCode.Create(entry, Argument)};");
    }

    // Naming the type keeps a dynamic member from making the call on the writer a dynamic one.
    private static string NotNull(MemberModel member) => member.Special == SpecialType.System_Object ? "object" : "{ }";

    private static string Null(MemberModel member) => member.Nullability switch
    {
        Nullability.Value => "default",
        Nullability.Reference => "null!",
        _ => "null",
    };

    // A constructor or setter may declare null less freely than the member does.
    private static string Argument(MemberModel member) =>
        member.Nullability == Nullability.NullableReference || member is { Type: ColumnType.MessagePack, CanBeNull: true }
            ? Local(member) + "!"
            : Local(member);

    // The ending keeps the locals apart from the methods' parameters, and from keywords.
    private static string Local(MemberModel member) => member.Variable + "Column";

    private static string Quote(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
