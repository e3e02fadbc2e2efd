using Quickstart.Durability;
using Quickstart.Verification;

namespace WriteBack.Fast.Samples.Tests;

/// <summary>Whom the part believes has to notice what it is there for.</summary>
public class ReceiptBookTests
{
    private static readonly WalletKey Key = new(7);

    private readonly ReceiptBook _book = new();

    public ReceiptBookTests()
    {
        _book.Add(new Receipt(Key, 1));
        _book.Add(new Receipt(Key, 2));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    public void What_has_receipts_and_one_payment_more_may_be_found(int payments, int withoutReceipt)
    {
        Assert.Equal(withoutReceipt, _book.Verify(Found(payments)));
        Assert.Equal(2, _book.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Payments_that_are_fewer_or_were_never_made_are_told(int payments) => Assert.Equal(
        $"{Key} has {After(payments)}, but its receipts are those of {After(2)}.", Mismatch(Found(payments)));

    [Fact]
    public void A_wallet_that_is_gone_is_told() => Assert.Equal(
        $"{Key} has {default(Wallet)}, but its receipts are those of {After(2)}.", Mismatch([]));

    [Fact]
    public void A_balance_that_does_not_go_with_the_payments_is_told() =>
        Mismatch(new() { [Key] = After(2) with { Balance = After(2).Balance + 1 } });

    [Fact]
    public void A_wallet_that_nobody_pays_into_is_told() => Assert.Equal(
        "There is WalletKey { WalletId = 100 }, which should not be there.",
        Mismatch(new() { [Key] = After(2), [new WalletKey(WalletCache.Wallets)] = default }));

    [Theory]
    [InlineData(7, 2, 2)]
    [InlineData(7, 4, 2)]
    [InlineData(8, 2, 0)]
    [InlineData(100, 1, 0)]
    public void A_receipt_that_is_not_of_the_next_payment_is_told(int wallet, long payment, long payments) => Assert.Equal(
        $"There is a receipt of payment {payment} into WalletKey {{ WalletId = {wallet} }}, after {payments} payments.",
        Assert.Throws<MismatchException>(() => _book.Add(new Receipt(new WalletKey(wallet), payment))).Message);

    [Fact]
    public void What_was_found_once_may_not_be_lost_and_is_paid_on()
    {
        _book.Verify(Found(3));

        Mismatch(Found(2));
        _book.Add(new Receipt(Key, 4));
        Assert.Equal(0, _book.Verify(Found(4)));
    }

    private static Wallet After(int payments) =>
        Enumerable.Range(0, payments).Aggregate(default(Wallet), static (wallet, _) => wallet.AfterNextPayment(Key));

    private static Dictionary<WalletKey, Wallet> Found(int payments) => new() { [Key] = After(payments) };

    private string Mismatch(Dictionary<WalletKey, Wallet> found) =>
        Assert.Throws<MismatchException>(() => _book.Verify(found)).Message;
}
