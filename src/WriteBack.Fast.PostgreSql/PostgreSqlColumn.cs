using Npgsql;
using NpgsqlTypes;

namespace WriteBack.Fast;

/// <summary>The values of one column in a batch, one for each row, to be sent as one array.</summary>
internal abstract class PostgreSqlColumn
{
    /// <summary>A parameter whose value is the array.</summary>
    public abstract NpgsqlParameter CreateParameter();

    public abstract void AddNull();

    /// <summary>Leaves the first so many rows.</summary>
    public abstract void Truncate(int rows);
}

/// <summary>A column of one type, which can be null.</summary>
internal sealed class PostgreSqlColumn<T>(NpgsqlDbType type) : PostgreSqlColumn
{
    private readonly List<T> _values = [];

    public override NpgsqlParameter CreateParameter() =>
        new NpgsqlParameter<List<T>> { TypedValue = _values, NpgsqlDbType = NpgsqlDbType.Array | type };

    public void Add(T value) => _values.Add(value);

    public override void AddNull() => _values.Add(default!);

    public override void Truncate(int rows) => _values.RemoveRange(rows, _values.Count - rows);
}
