namespace WriteBack.Fast.Generators.Model;

/// <summary>All that is known of one declared cache: plain data, equal by value.</summary>
/// <param name="HintName">What the names of the generated files begin with.</param>
/// <param name="Namespace">Its namespace, empty for the global one.</param>
/// <param name="Containers">The types around the class from the outside in, each as <c>keyword name</c>.</param>
/// <param name="ClassName">The class, escaped.</param>
/// <param name="FullName">The class from <c>global::</c> on.</param>
/// <param name="CacheName">Name of the cache and its table.</param>
/// <param name="CountsReads">Whether reads are counted.</param>
/// <param name="Expires">Whether entries may have a time to live.</param>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
/// <param name="HasMemberCalls">Whether calls with the key's members in place of the key are generated.</param>
/// <param name="Registration">How a host's services get the cache; null when there is no host to speak of, or the cache is not its to see.</param>
internal sealed record CacheModel(
    string HintName,
    string Namespace,
    EquatableArray<string> Containers,
    string ClassName,
    string FullName,
    string CacheName,
    bool CountsReads,
    bool Expires,
    EntryModel Key,
    EntryModel Value,
    bool HasMemberCalls,
    RegistrationModel? Registration)
{
    public string TypeArguments => $"{Key.Type}, {Value.Type}";
}
