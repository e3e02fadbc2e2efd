using Microsoft.CodeAnalysis;

namespace WriteBack.Fast.Generators.Model;

/// <summary>A parameter of a call that takes a key.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Name">Its name.</param>
/// <param name="RefKind">How it is passed.</param>
internal sealed record CallParameter(CallType Type, string Name, RefKind RefKind = RefKind.None)
{
    public static CallParameter Input { get; } = new(CallType.Value, "value", RefKind.In);

    public static CallParameter Output { get; } = new(CallType.Value, "value", RefKind.Out);

    public static CallParameter Copy { get; } = new(CallType.Value, "value");

    public static CallParameter Argument { get; } = new(CallType.Argument, "arg");

    public static CallParameter Update { get; } = new(CallType.Update, "update");

    public static CallParameter Priority { get; } = new(CallType.Priority, "priority");

    public static CallParameter Durability { get; } = new(CallType.Durability, "durability");

    public static CallParameter Token { get; } = new(CallType.Token, "ct");
}

/// <summary>The types of such parameters.</summary>
internal enum CallType
{
    /// <summary>The cache's value.</summary>
    Value,

    /// <summary>The call's type parameter.</summary>
    Argument,

    /// <summary>The delegate that changes a value by an argument.</summary>
    Update,

    Priority,
    Durability,
    Token,
}
