using WriteBack.Fast.Generators.Model;
using static WriteBack.Fast.Generators.Emission.Names;

namespace WriteBack.Fast.Generators.Emission;

/// <summary>What the cache's base knows at compile time: hash and equality of the key, and what is counted.</summary>
internal static class TraitsPart
{
    public static void Emit(CodeWriter code, CacheModel model)
    {
        string key = model.Key.Type;
        var members = model.Key.Members;
        string hash = Mixed(members);
        string equality = string.Join(" && ", members.Select(static member =>
            EqualityCode.Equal(member.Type, member.Of("left"), member.Of("right"))));
        if (BlockCode.IsBlock(members))
        {
            hash = $"{Internals}.KeyBlock.Is<{key}>() ? {Internals}.KeyHash.Mix({Internals}.KeyBlock.Of(in key)) : {hash}";
            equality = $"{Internals}.KeyBlock.Is<{key}>() ? {Internals}.KeyBlock.AreEqual(in left, in right) : {equality}";
        }

        code.Lines($$"""
            /// <summary>Hash and equality of the keys, and what is counted.</summary>
            {{Hidden}}
            {{Generated}}
            public readonly struct Traits : {{Internals}}.ICacheTraits<{{model.Key.Type}}>
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
                    unchecked({{hash}});

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
            return $"{Internals}.KeyHash.Mix({words[0]})";
        return words.Aggregate(static (mixed, word) => $"{Internals}.KeyHash.Mix({mixed}, {word})");
    }
}
