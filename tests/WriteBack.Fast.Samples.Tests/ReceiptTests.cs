using Quickstart.Durability;
using Quickstart.Verification;

namespace WriteBack.Fast.Samples.Tests;

public class ReceiptTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(99, long.MaxValue)]
    public void A_receipt_is_read_as_it_was_written(int wallet, long payment)
    {
        var receipt = new Receipt(new WalletKey(wallet), payment);

        Assert.Equal(receipt, Receipt.Parse(receipt.ToLine()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("7 ")]
    [InlineData(" 7")]
    [InlineData("7 8 9")]
    [InlineData("7 -1")]
    [InlineData("seven 8")]
    [InlineData("2147483648 1")]
    public void What_is_no_receipt_is_told(string line) => Assert.Equal(
        $"The paying process told '{line}', which is no receipt.",
        Assert.Throws<MismatchException>(() => Receipt.Parse(line)).Message);
}
