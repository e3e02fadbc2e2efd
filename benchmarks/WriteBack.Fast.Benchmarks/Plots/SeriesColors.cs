using ScottPlot;

namespace WriteBack.Fast.Benchmarks.Plots;

/// <summary>
/// The same colour for a name in every chart, from the palette of Okabe and Ito, whose colours those who are colour-blind can
/// tell apart.
/// </summary>
internal static class SeriesColors
{
    private static readonly Color Blue = Color.FromHex("#0072B2");
    private static readonly Color Orange = Color.FromHex("#E69F00");
    private static readonly Color Green = Color.FromHex("#009E73");
    private static readonly Color Purple = Color.FromHex("#CC79A7");
    private static readonly Color Sky = Color.FromHex("#56B4E9");

    private static readonly Dictionary<string, Color> ByName = new()
    {
        ["WriteBack.Fast"] = Blue,
        ["Dictionary, unsynchronised"] = Sky,
        ["ConcurrentDictionary"] = Orange,
        ["ConcurrentLru"] = Green,
        ["ConcurrentLfu"] = Purple,
        ["hand-rolled"] = Purple,
        ["LRU"] = Sky,
        ["idle"] = Blue,
        ["busy"] = Orange,
        ["down"] = Green,
    };

    public static Color Of(string series) => ByName.GetValueOrDefault(series, Colors.Gray);
}
