namespace WriteBack.Fast.Tests.Hosting;

public readonly record struct CartId(Guid Value);

public sealed record Cart(string Owner, int Items);

[WriteBackCache<CartId, Cart>(Name = "shopping_cart")]
public sealed partial class CartCache;

public record struct Visit(int Count);

internal static partial class Host
{
    /// <summary>Nested and internal, so that what adds it is internal.</summary>
    [WriteBackCache<long, Visit>]
    internal sealed partial class VisitCache;
}
