using WriteBack.Fast.Generators.Model;

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
        string value = model.Value.Type;
        foreach (var call in KeyCall.All)
        {
            string name = call.IsGeneric ? $"{call.Name}<{KeyCallCode.TypeParameter}>" : call.Name;
            string parameters = string.Join(
                ", ", [members, .. call.Parameters.Select(parameter => KeyCallCode.Declaration(parameter, value))]);
            string arguments = string.Join(", ", [key, .. call.Parameters.Select(KeyCallCode.Forward)]);
            // Reading through is this class's own; all else is its base's, which no overload of the user's may stand for.
            string target = call == KeyCall.GetAsync ? "this" : "base";
            code.Gap();
            code.Lines($"""
                /// <summary>{KeyCallCode.Summary(call)}</summary>
                {Names.Generated}
                public {KeyCallCode.Result(call, value)} {name}({parameters}) =>
                    {target}.{call.Name}({arguments});
                """);
        }
    }
}
