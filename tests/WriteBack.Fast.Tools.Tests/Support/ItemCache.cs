namespace WriteBack.Fast.Tools.Tests;

internal record struct Item(long Value);

[WriteBackCache<long, Item>]
internal sealed partial class ItemCache;
