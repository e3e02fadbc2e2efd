using System.Globalization;

namespace WriteBack.Fast;

/// <summary>The text of an option, in whatever culture: as in a file.</summary>
internal readonly record struct OptionText(string Value)
{
    /// <exception cref="FormatException">It is none.</exception>
    public T Parse<T>()
        where T : IParsable<T> =>
        T.Parse(Value, CultureInfo.InvariantCulture);

    /// <exception cref="FormatException">It is the name of none.</exception>
    public T ParseEnum<T>()
        where T : struct, Enum =>
        Enum.TryParse(Value, ignoreCase: true, out T value) && Enum.IsDefined(value)
            ? value
            : throw new FormatException($"'{Value}' is none of {string.Join(", ", Enum.GetNames<T>())}.");
}
