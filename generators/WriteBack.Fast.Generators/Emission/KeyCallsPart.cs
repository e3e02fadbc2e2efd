using WriteBack.Fast.Generators.Model;
using WriteBack.Fast.Generators.Parsing;

namespace WriteBack.Fast.Generators.Emission;

/// <summary>The calls that take the key's members in place of the key.</summary>
internal static class KeyCallsPart
{
    public static void Emit(CodeWriter code, CacheModel model)
    {
        if (!model.HasMemberCalls)
            return;
        string members = string.Join(", ", model.Key.Members.Select(static member =>
            $"{member.Core} {Naming.Escape(member.Variable)}"));
        string key = ConstructionCode.Create(model.Key, static member => Naming.Escape(member.Variable));
        foreach (var call in KeyCall.All(model))
        {
            string parameters = string.Join(", ", [members, .. call.Parameters.Select(static parameter => parameter.Declaration)]);
            string arguments = string.Join(", ", [key, .. call.Parameters.Select(static parameter => parameter.Forward)]);
            // Reading through is this class's own; all else is its base's, which no overload of the user's may stand for.
            string target = call.Name == "GetAsync" ? "this" : "base";
            code.Gap();
            code.Lines($"""
                /// <summary>{call.Summary}</summary>
                {Names.Generated}
                public {call.Returns} {call.Name}{(call.IsGeneric ? "<TArg>" : "")}({parameters}) =>
                    {target}.{call.Name}({arguments});
                """);
        }
    }
}
