using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Model;
using static WriteBack.Fast.Generators.Emission.Names;

namespace WriteBack.Fast.Generators.Emission;

/// <summary>How the calls that take a key are written: their documentation, results and parameters.</summary>
internal static class KeyCallCode
{
    /// <summary>The type parameter of the calls that have one.</summary>
    public const string TypeParameter = "TArg";

    private static readonly Dictionary<KeyCall, string> Summaries = new()
    {
        [KeyCall.TryGet] = "Reads an entry from memory. The newest accepted write is what it finds; the store is not asked.",
        [KeyCall.Contains] = "Whether a live entry is in memory.",
        [KeyCall.Set] = "Writes an entry to memory, to be stored later.",
        [KeyCall.TrySet] = "Writes an entry unless that would have to wait; false when it was not accepted.",
        [KeyCall.Update] = "Changes an entry atomically; false when it was not in memory and nothing was done.",
        [KeyCall.Remove] = "Removes an entry, and from the store later, whether or not it is in memory.",
        [KeyCall.GetAsync] = "Reads an entry from memory, else from the store, and keeps it; null when neither has it.",
        [KeyCall.SetAsync] = "Writes an entry, and completes when it is as durable as asked.",
        [KeyCall.RemoveAsync] = "Removes an entry, and completes when that is as durable as asked.",
        [KeyCall.UpdateAsync] = "Changes an entry atomically, loading it first if need be; false when the store has none either.",
    };

    public static string Summary(KeyCall call) => Summaries[call];

    /// <param name="call">The call.</param>
    /// <param name="value">The type of the values.</param>
    public static string Result(KeyCall call, string value) => call.Result switch
    {
        CallResult.Boolean => "bool",
        CallResult.ValueTask => ValueTaskType,
        CallResult.ValueTaskOfBoolean => $"{ValueTaskType}<bool>",
        CallResult.ValueTaskOfNullable => $"{ValueTaskType}<{value}?>",
        _ => "void",
    };

    /// <param name="parameter">The parameter.</param>
    /// <param name="value">The type of the values.</param>
    public static string Declaration(CallParameter parameter, string value) => Modifier(parameter) + parameter.Type switch
    {
        CallType.Argument => $"{TypeParameter} {parameter.Name}",
        CallType.Update => $"{Library}.UpdateAction<{value}, {TypeParameter}> {parameter.Name}",
        CallType.Priority => $"{Library}.FlushPriority {parameter.Name} = {Library}.FlushPriority.Normal",
        CallType.Durability => $"{Library}.WriteDurability {parameter.Name} = {Library}.WriteDurability.Memory",
        CallType.Token => $"{TokenType} {parameter.Name} = default",
        _ => $"{value} {parameter.Name}",
    };

    /// <summary>The argument that hands the parameter on.</summary>
    public static string Forward(CallParameter parameter) => Modifier(parameter) + parameter.Name;

    private static string Modifier(CallParameter parameter) => parameter.RefKind switch
    {
        RefKind.In => "in ",
        RefKind.Out => "out ",
        _ => "",
    };
}
