using System.Globalization;

namespace Quickstart.Output;

/// <summary>Figures as text, alike everywhere.</summary>
internal static class Format
{
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A part of a whole, with its percentage.</summary>
    public static string Share(long part, long whole) => $"{Count(part)} ({Percent(part, whole)})";

    public static string Percent(long part, long whole) =>
        string.Create(CultureInfo.InvariantCulture, $"{(whole == 0 ? 0 : 100.0 * part / whole):N1} %");

    public static string Rate(long count, TimeSpan elapsed) => Rate(count / elapsed.TotalSeconds);

    public static string Rate(double perSecond) => perSecond switch
    {
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{perSecond / 1e6:N2} M/s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{perSecond:N0} /s"),
    };

    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:N2} s");

    public static string Intervals(TimeSpan time, TimeSpan interval) => string.Create(
        CultureInfo.InvariantCulture, $"{time / interval:N1} flush intervals of {interval.TotalMilliseconds:N0} ms");

    public static string Nanoseconds(double value) => value switch
    {
        < 1e3 => string.Create(CultureInfo.InvariantCulture, $"{value:N0} ns"),
        < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e3:N1} µs"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:N2} ms"),
    };

    public static string Bytes(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:N2} B");

    public static string Ratio(double value) =>
        string.Create(CultureInfo.InvariantCulture, $"{(value < 10 ? Math.Round(value, 1) : Math.Round(value)):#,0.#} x");
}
