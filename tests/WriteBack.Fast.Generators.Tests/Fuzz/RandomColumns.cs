using System.Collections.Immutable;

namespace WriteBack.Fast.Generators.Tests.Fuzz;

/// <summary>A source of random columns, by which entries of any type are made. SQLite gives each back as it was.</summary>
internal struct RandomColumns(Random random, IReadOnlyList<ColumnSchema> columns) : IColumnReader
{
    private int _column = -1;

    public bool TryReadNull()
    {
        _column++;
        return columns[_column].IsNullable && random.Next(4) == 0;
    }

    public readonly bool ReadBoolean() => random.Next(2) == 0;
    public readonly long ReadInt64() => random.NextInt64(long.MinValue, long.MaxValue);
    public readonly ulong ReadUInt64() => (ulong)ReadInt64();
    public readonly float ReadSingle() => random.NextSingle() + 1;
    public readonly double ReadDouble() => random.NextDouble() - 2;
    public readonly decimal ReadDecimal() => random.Next() + 0.25m;
    public readonly char ReadChar() => (char)random.Next('a', 'z');
    public readonly string ReadString() => string.Concat(Enumerable.Repeat("ä\0'\"🙂", random.Next(3))) + random.Next();
    public readonly byte[] ReadBytes() => Guid.NewGuid().ToByteArray()[..random.Next(16)];
    public readonly Guid ReadGuid() => Guid.NewGuid();
    public readonly DateTime ReadDateTime() => new(random.NextInt64(DateTime.MaxValue.Ticks), (DateTimeKind)random.Next(2));
    public readonly DateTimeOffset ReadDateTimeOffset() => new(2026, 1, 2, 3, 4, 5, TimeSpan.FromMinutes(random.Next(-800, 800)));
    public readonly TimeSpan ReadTimeSpan() => new(ReadInt64());
    public readonly DateOnly ReadDateOnly() => DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber));
    public readonly TimeOnly ReadTimeOnly() => new(random.NextInt64(TimeOnly.MaxValue.Ticks));

    public readonly T ReadObject<T>() => typeof(T) switch
    {
        var type when type == typeof(int[]) => (T)(object)new[] { random.Next(), 2 },
        var type when type == typeof(string[]) => (T)(object)new[] { "a", null },
        var type when type == typeof(List<int>) => (T)(object)new List<int> { random.Next() },
        var type when type == typeof(Dictionary<string, int>) => (T)(object)new Dictionary<string, int> { ["k"] = random.Next() },
        var type when type == typeof(ImmutableArray<int>) => (T)(object)ImmutableArray.Create(random.Next()),
        var type when type == typeof(Version) => (T)(object)new Version(1, random.Next()),
        _ => default!,
    };
}
