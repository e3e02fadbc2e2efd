using WriteBack.Fast;

namespace Quickstart.Priorities;

/// <summary>What a shop writes.</summary>
internal enum ShopEvent
{
    Payment,
    Order,
    PageView,
}

/// <summary>An event of a shop.</summary>
internal readonly record struct ShopEventKey(ShopEvent Kind, int Number);

/// <summary>What is kept of it.</summary>
/// <param name="Amount">In cents.</param>
/// <param name="WrittenAt">When it was written, in milliseconds since 1970.</param>
internal readonly record struct ShopEventState(long Amount, long WrittenAt);

/// <summary>The cache of the table <c>shop_event</c>.</summary>
[WriteBackCache<ShopEventKey, ShopEventState>(Name = "shop_event")]
internal sealed partial class ShopCache;
