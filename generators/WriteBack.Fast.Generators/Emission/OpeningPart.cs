using WriteBack.Fast.Generators.Model;
using static WriteBack.Fast.Generators.Emission.Names;

namespace WriteBack.Fast.Generators.Emission;

/// <summary>The constructor, and how a cache is opened.</summary>
internal static class OpeningPart
{
    public static void Emit(CodeWriter code, CacheModel model) => code.Lines($$"""
        {{Generated}}
        private {{model.ClassName}}({{Library}}.IWriteBackStore<{{model.TypeArguments}}> store, {{Library}}.WriteBackOptions? options)
            : base(Schema, store, options)
        {
        }

        /// <summary>Name, columns and visitor of the entries: what a store needs to know of them.</summary>
        {{Generated}}
        public static {{Library}}.EntrySchema<{{model.TypeArguments}}> Schema { get; } = new GeneratedSchema();

        /// <summary>Opens the cache on a store, which stays the caller's: dispose the cache first, then the store.</summary>
        /// <param name="store">Where entries are loaded from and written to.</param>
        /// <param name="options">How the cache behaves; the defaults when null.</param>
        /// <param name="ct">Ends the opening.</param>
        /// <exception cref="global::System.Exception">The options are not valid, or the store cannot be prepared.</exception>
        {{Generated}}
        public static {{ValueTaskType}}<{{model.FullName}}> OpenAsync(
            {{Library}}.IWriteBackStore<{{model.TypeArguments}}> store,
            {{Library}}.WriteBackOptions? options = null,
            {{TokenType}} ct = default) =>
            StartAsync(new {{model.FullName}}(store, options), ct);
        """);
}
