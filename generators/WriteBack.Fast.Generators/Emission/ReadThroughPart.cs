using WriteBack.Fast.Generators.Model;
using static WriteBack.Fast.Generators.Emission.Names;

namespace WriteBack.Fast.Generators.Emission;

/// <summary>The read-through call, which gives a nullable value: generic code cannot say that of structs and classes alike.</summary>
internal static class ReadThroughPart
{
    public static void Emit(CodeWriter code, CacheModel model)
    {
        string result = $"{Library}.LoadResult<{model.Value.Type}>";
        string nullable = $"{model.Value.Type}?";
        code.Lines($$"""
            /// <summary>{{KeyCallCode.Summary(KeyCall.GetAsync)}}</summary>
            /// <param name="key">The key.</param>
            /// <param name="ct">Ends this caller's wait, not a load that others share.</param>
            {{Generated}}
            public {{ValueTaskType}}<{{nullable}}> GetAsync({{model.Key.Type}} key, {{TokenType}} ct = default)
            {
                {{ValueTaskType}}<{{result}}> lookup = base.LookupAsync(key, ct);
                return lookup.IsCompletedSuccessfully ? new {{ValueTaskType}}<{{nullable}}>(OrNull(lookup.Result)) : AwaitAsync(lookup);

                static {{nullable}} OrNull({{result}} result) => result.Found ? result.Value : null;

                static async {{ValueTaskType}}<{{nullable}}> AwaitAsync({{ValueTaskType}}<{{result}}> lookup) =>
                    OrNull(await lookup.ConfigureAwait(false));
            }
            """);
    }
}
