using WriteBack.Fast.Generators.Model;
using static WriteBack.Fast.Generators.Names;

namespace WriteBack.Fast.Generators.Emission;

/// <summary>What the cache's base knows at compile time: hash and equality of the key, and what is counted.</summary>
internal static class TraitsPart
{
    public static void Emit(CodeWriter code, CacheModel model)
    {
        var members = model.Key.Members;
        string equality = string.Join(" && ", members.Select(static member =>
            EqualityCode.Equal(member.Type, member.Of("left"), member.Of("right"))));
        code.Lines($$"""
            /// <summary>Hash and equality of the keys, and what is counted.</summary>
            {{Hidden}}
            {{Generated}}
            public readonly struct Traits : {{Library}}.ICacheTraits<{{model.Key.Type}}>
            {
                /// <inheritdoc/>
                public static bool CountsReads
                {
                    {{Inlined}}
                    get => {{(model.CountsReads ? "true" : "false")}};
                }

                /// <inheritdoc/>
                public static bool Expires
                {
                    {{Inlined}}
                    get => {{(model.Expires ? "true" : "false")}};
                }

                /// <inheritdoc/>
                {{Inlined}}
                public static ulong Hash(in {{model.Key.Type}} key) =>
                    unchecked({{Mixed(members)}});

                /// <inheritdoc/>
                {{Inlined}}
                public static bool KeysEqual(in {{model.Key.Type}} left, in {{model.Key.Type}} right) =>
                    {{equality}};
            }
            """);
    }

    private static string Mixed(EquatableArray<MemberModel> members)
    {
        var words = members.Select(static member => EqualityCode.Word(member.Type, member.Of("key"))).ToList();
        if (words.Count == 1)
            return $"{Library}.KeyHash.Mix({words[0]})";
        return words.Aggregate(static (mixed, word) => $"{Library}.KeyHash.Mix({mixed}, {word})");
    }
}
