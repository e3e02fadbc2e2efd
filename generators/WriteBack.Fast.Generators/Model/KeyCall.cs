using static WriteBack.Fast.Generators.Names;

namespace WriteBack.Fast.Generators.Model;

/// <summary>A call that takes a key, to be generated with the key's members in its place as well.</summary>
/// <param name="Name">Name of the method.</param>
/// <param name="IsGeneric">Whether it has the type parameter <c>TArg</c>.</param>
/// <param name="Returns">What it returns.</param>
/// <param name="Parameters">What follows the key.</param>
/// <param name="Summary">Its documentation.</param>
internal sealed record KeyCall(
    string Name, bool IsGeneric, string Returns, IReadOnlyList<CallParameter> Parameters, string Summary)
{
    /// <summary>Documentation of the read-through call.</summary>
    public const string GetSummary = "Reads an entry from memory, else from the store, and keeps it; null when neither has it.";

    private static readonly CallParameter Priority =
        new("", $"{Library}.FlushPriority", "priority", $"{Library}.FlushPriority.Normal");

    private static readonly CallParameter Durability =
        new("", $"{Library}.WriteDurability", "durability", $"{Library}.WriteDurability.Memory");

    private static readonly CallParameter Token = new("", TokenType, "ct", "default");
    private static readonly CallParameter Argument = new("", "TArg", "arg", null);

    /// <summary>All such calls of a cache.</summary>
    public static IReadOnlyList<KeyCall> All(CacheModel model)
    {
        string value = model.Value.Type;
        CallParameter input = new("in ", value, "value", null);
        CallParameter output = new("out ", value, "value", null);
        CallParameter copy = new("", value, "value", null);
        CallParameter update = new("", $"{Library}.UpdateAction<{value}, TArg>", "update", null);
        return
        [
            new("TryGet", false, "bool", [output],
                "Reads an entry from memory. The newest accepted write is what it finds; the store is not asked."),
            new("Contains", false, "bool", [], "Whether a live entry is in memory."),
            new("Set", false, "void", [input, Priority], "Writes an entry to memory, to be stored later."),
            new("TrySet", false, "bool", [input, Priority],
                "Writes an entry unless that would have to wait; false when it was not accepted."),
            new("Update", true, "bool", [Argument, update, Priority],
                "Changes an entry atomically; false when it was not in memory and nothing was done."),
            new("Remove", false, "void", [Priority],
                "Removes an entry, and from the store later, whether or not it is in memory."),
            new("GetAsync", false, $"{ValueTaskType}<{value}?>", [Token], GetSummary),
            new("SetAsync", false, ValueTaskType, [copy, Durability, Priority, Token],
                "Writes an entry, and completes when it is as durable as asked."),
            new("RemoveAsync", false, ValueTaskType, [Durability, Token],
                "Removes an entry, and completes when that is as durable as asked."),
            new("UpdateAsync", true, $"{ValueTaskType}<bool>", [Argument, update, Durability, Token],
                "Changes an entry atomically, loading it first if need be; false when the store has none either."),
        ];
    }
}

/// <summary>A parameter of a generated call.</summary>
/// <param name="Modifier">Empty, or <c>in</c> or <c>out</c> with a space after it.</param>
/// <param name="Type">Its type.</param>
/// <param name="Name">Its name.</param>
/// <param name="Default">What it is when it is left out; null when it must be given.</param>
internal sealed record CallParameter(string Modifier, string Type, string Name, string? Default)
{
    public string Declaration => $"{Modifier}{Type} {Name}" + (Default is null ? "" : $" = {Default}");

    public string Forward => Modifier + Name;
}
