namespace WriteBack.Fast.Tests;

/// <summary>A key of members whose texts may hold anything.</summary>
internal readonly record struct Paired(string Text, byte[] Data);

[WriteBackCache<Paired, Scores>]
internal sealed partial class PairedCache;
