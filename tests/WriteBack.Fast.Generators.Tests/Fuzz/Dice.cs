namespace WriteBack.Fast.Generators.Tests.Fuzz;

/// <summary>Chances, all from one seed.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    public Random Random => _random;

    /// <summary>True in so many of a hundred cases.</summary>
    public bool Percent(int chance) => _random.Next(100) < chance;

    public int Between(int least, int most) => _random.Next(least, most + 1);

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[_random.Next(choices.Length)];

    /// <summary>Different ones of the choices, in random order; fewer when there are not so many.</summary>
    public List<T> PickMany<T>(int count, IEnumerable<T> choices)
    {
        T[] shuffled = [.. choices];
        _random.Shuffle(shuffled);
        return [.. shuffled.Take(count)];
    }
}
