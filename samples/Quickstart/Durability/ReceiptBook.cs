using Quickstart.Verification;

namespace Quickstart.Durability;

/// <summary>Knows what each wallet must have: all payments with a receipt, and at most one more that was on its way.</summary>
internal sealed class ReceiptBook
{
    private readonly Dictionary<WalletKey, Wallet> _wallets =
        WalletCache.AllKeys.ToDictionary(static key => key, static _ => default(Wallet));

    /// <summary>Receipts so far.</summary>
    public long Count { get; private set; }

    /// <exception cref="MismatchException">It is not of the wallet's next payment.</exception>
    public void Add(Receipt receipt)
    {
        if (!_wallets.TryGetValue(receipt.Wallet, out var wallet) || receipt.Payment != wallet.Payments + 1)
        {
            throw new MismatchException(
                $"There is a receipt of payment {receipt.Payment:N0} into {receipt.Wallet}, after {wallet.Payments:N0} payments.");
        }

        _wallets[receipt.Wallet] = wallet.AfterNextPayment(receipt.Wallet);
        Count++;
    }

    /// <summary>Checks what was found once nobody paid any more. What comes later has to build on it.</summary>
    /// <returns>How many payments were found that have no receipt.</returns>
    /// <exception cref="MismatchException">A payment with a receipt is lost, or there is what nobody paid.</exception>
    public long Verify(IReadOnlyDictionary<WalletKey, Wallet> found)
    {
        foreach (var key in found.Keys)
        {
            if (!_wallets.ContainsKey(key))
                throw new MismatchException($"There is {key}, which should not be there.");
        }

        long withoutReceipt = 0;
        foreach (var (key, receipted) in _wallets)
        {
            var wallet = found.GetValueOrDefault(key);
            if (wallet == receipted)
                continue;
            if (wallet != receipted.AfterNextPayment(key))
                throw new MismatchException($"{key} has {wallet}, but its receipts are those of {receipted}.");
            withoutReceipt++;
            _wallets[key] = wallet;
        }

        return withoutReceipt;
    }
}
