namespace WriteBack.Fast.Generators.Tests.Fuzz;

/// <summary>Names and types that generated code may stumble over.</summary>
internal static class Words
{
    public static readonly string[] Types =
    [
        "Alpha", "Beta", "@class", "@record", "@event", "Größe", "@file", "_under", "System", "WriteBack", "Fast", "Task", "ValueTask",
        "Guid", "Key", "Value", "@int", "Schema", "Traits", "Contains", "GeneratedSchema", "\\u0041pfel", "T", "TArg", "Нет", "名前",
        "@await", "@required", "@scoped", "@var", "@nint", "@field", "@partial", "@where", "@async", "Cache", "HTTPCache",
        "IWriteBackStore", "WriteBackOptions", "WriteBackCache", "Internals", "KeyHash", "Global", "@global", "Nullable", "String", "Int32",
    ];

    public static readonly string[] Members =
    [
        "Id", "Name", "Score", "@class", "@int", "key", "value", "Value", "Key", "arg", "Update", "priority", "Durability", "ct", "reader",
        "writer", "Reader", "System", "String", "Task", "foo", "Foo", "FOO", "_a", "__b", "Ähnlich", "名", "\\u0062eta", "@record", "@await",
        "@default", "@this", "@base", "A1", "x_y", "Item1", "left", "right", "Traits", "Schema", "result", "lookup", "store", "options",
        "@field", "@new", "@null", "@ref", "@out", "@in", "@params", "@global", "@async", "update", "ct2", "valueKey", "a2", "a", "A",
        "Hash", "Equal", "_", "nameColumn", "TryReadNull", "@var", "@where", "@when", "@nameof", "@__arglist", "TArg", "ﬁeld", "İd", "ıd",
    ];

    /// <summary>Names of members of a cache, some generated, some inherited.</summary>
    public static readonly string[] CacheMembers =
    [
        "Schema", "OpenAsync", "Traits", "GetAsync", "StartAsync", "LookupAsync", "Set", "TryGet", "Update", "Remove", "Count", "Contains",
        "Statistics", "SetAsync", "GeneratedSchema", "CloseAsync", "Snapshot", "System", "Harmless",
    ];

    public static readonly string[] KeyTypes =
    [
        "bool", "sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong", "float", "double", "decimal", "char", "string", "byte[]",
        "global::System.Guid", "global::System.DateTime", "global::System.DateTimeOffset", "global::System.TimeSpan",
        "global::System.DateOnly", "global::System.TimeOnly", "global::System.DayOfWeek", "global::System.IntPtr", "global::System.UIntPtr",
    ];

    public static readonly string[] OtherTypes =
    [
        "int[]", "string?[]", "int[,]", "global::System.Collections.Generic.List<string?>", "global::System.Collections.Generic.Dictionary<string, int>",
        "(int A, string? B)", "global::System.Half", "global::System.Uri", "object", "dynamic", "global::System.Func<int>", "global::System.Version",
        "global::System.Collections.Generic.IReadOnlyList<(int Left, dynamic Right)>", "global::System.Collections.Generic.KeyValuePair<int, string?>",
        "global::System.ReadOnlyMemory<byte>", "global::System.Numerics.BigInteger", "global::System.Collections.Immutable.ImmutableArray<int>",
    ];

    /// <summary>The name without its escapes.</summary>
    public static string Plain(string name) =>
        System.Text.RegularExpressions.Regex.Replace(name.TrimStart('@'), @"\\u([0-9a-f]{4})", static match =>
            ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString());
}
