using System.Globalization;

namespace WriteBack.Fast;

/// <summary>The text of an option, in whatever culture: as in a file.</summary>
internal readonly record struct OptionText(string Value)
{
    /// <exception cref="FormatException">It is none.</exception>
    public T Parse<T>()
        where T : IParsable<T> =>
        T.Parse(Value, CultureInfo.InvariantCulture);

    /// <summary>Without the commas between thousands that a parser takes by default: "0,5" would be 5.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public double ParseDouble() => double.Parse(Value, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>One member by name or number. A list of names, which a parser joins into one value, is none.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public T ParseEnum<T>()
        where T : struct, Enum =>
        Enum.TryParse(Value, ignoreCase: true, out T value) && Enum.IsDefined(value) && !Value.Contains(',')
            ? value
            : throw new FormatException();
}
