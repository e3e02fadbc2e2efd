namespace WriteBack.Fast.Tests;

/// <summary>Members that can be equal in C# without being the same: in kind, offset, scale, or the sign of zero.</summary>
internal readonly record struct MomentKey(DateTime At, DateTimeOffset AtOffset, decimal Amount, double Ratio)
{
    private static readonly int[] Hours = [0, 2, -3];
    private static readonly decimal[] Amounts = [1m, 1.0m, 1.00m];
    private static readonly double[] Ratios = [0.0, -0.0];

    /// <summary>One moment, amount and ratio in every form that they can have.</summary>
    public static MomentKey[] EveryForm(DateTimeOffset at) =>
    [
        .. from kind in Enum.GetValues<DateTimeKind>()
           from hours in Hours
           from amount in Amounts
           from ratio in Ratios
           select new MomentKey(
               DateTime.SpecifyKind(at.UtcDateTime, kind), at.ToOffset(TimeSpan.FromHours(hours)), amount, ratio),
    ];
}

[WriteBackCache<MomentKey, Scores>]
internal sealed partial class MomentCache;
