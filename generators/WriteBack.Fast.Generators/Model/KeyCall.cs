namespace WriteBack.Fast.Generators.Model;

/// <summary>The signature of a call that takes a key, which is generated with the key's members in its place as well.</summary>
/// <param name="Name">Name of the method.</param>
/// <param name="Result">What it returns.</param>
/// <param name="Parameters">What follows the key.</param>
internal sealed record KeyCall(string Name, CallResult Result, EquatableArray<CallParameter> Parameters)
{
    public static KeyCall TryGet { get; } = Create(nameof(TryGet), CallResult.Boolean, CallParameter.Output);

    public static KeyCall Contains { get; } = Create(nameof(Contains), CallResult.Boolean);

    public static KeyCall Set { get; } = Create(nameof(Set), CallResult.Void, CallParameter.Input, CallParameter.Priority);

    public static KeyCall TrySet { get; } = Create(nameof(TrySet), CallResult.Boolean, CallParameter.Input, CallParameter.Priority);

    public static KeyCall Update { get; } = Create(
        nameof(Update), CallResult.Boolean, CallParameter.Argument, CallParameter.Update, CallParameter.Priority);

    public static KeyCall Remove { get; } = Create(nameof(Remove), CallResult.Void, CallParameter.Priority);

    /// <summary>The read-through call: the only one that is generated with the key as well.</summary>
    public static KeyCall GetAsync { get; } = Create(nameof(GetAsync), CallResult.ValueTaskOfNullable, CallParameter.Token);

    public static KeyCall SetAsync { get; } = Create(
        nameof(SetAsync), CallResult.ValueTask, CallParameter.Copy, CallParameter.Durability, CallParameter.Priority, CallParameter.Token);

    public static KeyCall RemoveAsync { get; } = Create(
        nameof(RemoveAsync), CallResult.ValueTask, CallParameter.Durability, CallParameter.Token);

    public static KeyCall UpdateAsync { get; } = Create(
        nameof(UpdateAsync), CallResult.ValueTaskOfBoolean,
        CallParameter.Argument, CallParameter.Update, CallParameter.Durability, CallParameter.Token);

    /// <summary>All such calls, in the order in which they are generated.</summary>
    public static IReadOnlyList<KeyCall> All { get; } =
        [TryGet, Contains, Set, TrySet, Update, Remove, GetAsync, SetAsync, RemoveAsync, UpdateAsync];

    /// <summary>Whether it has a type parameter, that of its argument.</summary>
    public bool IsGeneric => Parameters.Contains(CallParameter.Argument);

    private static KeyCall Create(string name, CallResult result, params IEnumerable<CallParameter> parameters) =>
        new(name, result, new(parameters));
}

/// <summary>What a call returns.</summary>
internal enum CallResult
{
    Void,
    Boolean,
    ValueTask,
    ValueTaskOfBoolean,
    ValueTaskOfNullable,
}
