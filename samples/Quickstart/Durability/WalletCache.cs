using WriteBack.Fast;

namespace Quickstart.Durability;

/// <summary>A wallet.</summary>
internal readonly record struct WalletKey(int WalletId);

/// <summary>What was paid into a wallet.</summary>
/// <param name="Payments">How many payments there were: the number of the last.</param>
/// <param name="Balance">Their sum, in cents.</param>
internal readonly record struct Wallet(long Payments, long Balance)
{
    /// <summary>The wallet after one more payment. Its amount follows from wallet and number, so whoever checks it knows it.</summary>
    public Wallet AfterNextPayment(WalletKey key) =>
        new(Payments + 1, Balance + 1 + (Payments * 7_919 + key.WalletId * 104_729L) % 10_000);
}

/// <summary>The cache of the table <c>wallet</c>.</summary>
[WriteBackCache<WalletKey, Wallet>]
internal sealed partial class WalletCache
{
    public const int Wallets = 100;

    public static IEnumerable<WalletKey> AllKeys => Enumerable.Range(0, Wallets).Select(static id => new WalletKey(id));
}
