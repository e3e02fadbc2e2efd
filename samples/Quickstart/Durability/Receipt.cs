using System.Globalization;
using Quickstart.Verification;

namespace Quickstart.Durability;

/// <summary>A payment is acknowledged. It goes from process to process as a line of wallet and number.</summary>
internal readonly record struct Receipt(WalletKey Wallet, long Payment)
{
    /// <exception cref="MismatchException">The line is no receipt.</exception>
    public static Receipt Parse(string line)
    {
        int space = line.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && TryParse(line.AsSpan(0, space), out long wallet) && TryParse(line.AsSpan(space + 1), out long payment)
            && wallet <= int.MaxValue
            ? new Receipt(new WalletKey((int)wallet), payment)
            : throw new MismatchException($"The paying process told '{line}', which is no receipt.");
    }

    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Wallet.WalletId} {Payment}");

    private static bool TryParse(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
