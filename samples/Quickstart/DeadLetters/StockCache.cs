using WriteBack.Fast;

namespace Quickstart.DeadLetters;

/// <summary>An item of a shop.</summary>
internal readonly record struct ItemKey(int ItemId);

/// <summary>How many of an item there are.</summary>
internal readonly record struct Stock(int Quantity);

/// <summary>The cache of the table <c>stock</c>.</summary>
[WriteBackCache<ItemKey, Stock>]
internal sealed partial class StockCache;
