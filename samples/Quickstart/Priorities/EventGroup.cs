using WriteBack.Fast;

namespace Quickstart.Priorities;

/// <summary>Events of one kind with numbers in a row.</summary>
internal readonly record struct EventGroup(ShopEvent Kind, int From, int Count)
{
    public void Write(ShopCache cache, FlushPriority priority)
    {
        for (int number = From; number < From + Count; number++)
        {
            cache.Set(
                new ShopEventKey(Kind, number),
                new ShopEventState(Amount: 100L * number, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()), priority);
        }
    }
}
