using ScottPlot;
using SkiaSharp;

namespace WriteBack.Fast.Benchmarks.Plots;

/// <summary>Bars in groups: in each group one for each series, where there is a value for it.</summary>
internal sealed class GroupedBars(string title, string unit, string caption)
{
    private const int Width = 1_400;
    private const int Height = 620;
    private const int LeftMargin = 100;
    private const double Gap = 1.2;
    private const double BarWidth = 0.9;
    private const double Headroom = 1.12;
    private const float TitleSize = 24;
    private const float TextSize = 16;
    private const float SmallSize = 13;

    private static readonly string[] Typefaces = ["DejaVu Sans", "Segoe UI", "Helvetica", "Arial"];

    public required IReadOnlyList<string> Groups { get; init; }

    public required IReadOnlyList<string> Series { get; init; }

    /// <summary>The value of a series in a group, and what stands on its bar.</summary>
    public required Func<string, string, (double Value, string Label)?> ValueOf { get; init; }

    /// <summary>Where every bar is as good as the other side of the comparison.</summary>
    public double? Par { get; init; }

    /// <summary>Where the axis begins, and how to name its places, if each is to be ten times the one below it.</summary>
    public (double Least, Func<double, string> Name)? Decades { get; init; }

    public void Save(string path)
    {
        using var plot = new Plot();
        plot.Font.Set(Typefaces.FirstOrDefault(SKFontManager.Default.FontFamilies.Contains) ?? Fonts.Default);
        double top = 0;
        double slot = Series.Count + Gap;
        for (int series = 0; series < Series.Count; series++)
        {
            List<Bar> bars = [];
            for (int group = 0; group < Groups.Count; group++)
            {
                if (ValueOf(Groups[group], Series[series]) is not var (value, label))
                    continue;
                top = Math.Max(top, Scaled(value));
                bars.Add(new Bar
                {
                    Position = group * slot + series,
                    Value = Scaled(value),
                    Size = BarWidth,
                    FillColor = SeriesColors.Of(Series[series]),
                    LineWidth = 0,
                    Label = label,
                });
            }

            var drawn = plot.Add.Bars(bars);
            drawn.LegendText = Series[series];
            drawn.ValueLabelStyle.FontSize = SmallSize;
        }

        Dress(plot, slot, top);
        plot.SavePng(path, Width, Height);
    }

    private void Dress(Plot plot, double slot, double top)
    {
        if (Par is { } par)
        {
            var line = plot.Add.HorizontalLine(Scaled(par));
            line.LinePattern = LinePattern.Dashed;
            line.LineColor = Colors.Gray;
            line.LineWidth = 1.5f;
        }

        double middle = (Series.Count - 1) / 2.0;
        plot.Axes.Bottom.SetTicks([.. Groups.Select((_, group) => group * slot + middle)], [.. Groups]);
        plot.Axes.Bottom.MajorTickStyle.Width = 0;
        plot.Axes.Bottom.TickLabelStyle.FontSize = TextSize;
        plot.Axes.Left.TickLabelStyle.FontSize = TextSize;
        plot.Axes.Left.MinimumSize = LeftMargin;
        plot.Axes.SetLimits(-Gap, Groups.Count * slot - Gap, 0, top * Headroom);
        if (Decades is var (least, name))
        {
            double[] places = [.. Enumerable.Range(0, (int)Math.Ceiling(top) + 1)];
            plot.Axes.Left.SetTicks(places, Array.ConvertAll(places, place => name(least * Math.Pow(10, place))));
        }

        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        plot.Title(title, TitleSize);
        plot.YLabel(unit, TextSize);
        plot.XLabel(caption, SmallSize);
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Bottom.Label.ForeColor = Colors.DimGray;
        plot.Axes.Left.Label.Bold = false;
        plot.Legend.FontSize = TextSize;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.ShowLegend(Edge.Top);
    }

    private double Scaled(double value) => Decades is var (least, _) ? Math.Log10(value / least) : value;
}
