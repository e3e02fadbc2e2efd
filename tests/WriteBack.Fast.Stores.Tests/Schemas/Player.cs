namespace WriteBack.Fast.Tests;

public readonly record struct PlayerKey(long TenantId, int PlayerId);

public record struct PlayerState(long Score, int Level, double X, double Y, string? Title);

internal sealed class PlayerSchema(string name = "player") : EntrySchema<PlayerKey, PlayerState>(
    name,
    new ColumnSchema("tenant_id", ColumnType.Int64, IsKey: true, IsNullable: false),
    new ColumnSchema("player_id", ColumnType.Int32, IsKey: true, IsNullable: false),
    new ColumnSchema("score", ColumnType.Int64, IsKey: false, IsNullable: false),
    new ColumnSchema("level", ColumnType.Int32, IsKey: false, IsNullable: false),
    new ColumnSchema("x", ColumnType.Double, IsKey: false, IsNullable: false),
    new ColumnSchema("y", ColumnType.Double, IsKey: false, IsNullable: false),
    new ColumnSchema("title", ColumnType.String, IsKey: false, IsNullable: true))
{
    public override void WriteKey<TWriter>(ref TWriter writer, in PlayerKey key)
    {
        writer.WriteInt64(key.TenantId);
        writer.WriteInt64(key.PlayerId);
    }

    public override void WriteValue<TWriter>(ref TWriter writer, in PlayerState value)
    {
        writer.WriteInt64(value.Score);
        writer.WriteInt64(value.Level);
        writer.WriteDouble(value.X);
        writer.WriteDouble(value.Y);
        if (value.Title is null)
            writer.WriteNull();
        else
            writer.WriteString(value.Title);
    }

    public override PlayerKey ReadKey<TReader>(ref TReader reader)
    {
        long tenantId = reader.TryReadNull() ? 0 : reader.ReadInt64();
        int playerId = reader.TryReadNull() ? 0 : (int)reader.ReadInt64();
        return new PlayerKey(tenantId, playerId);
    }

    public override PlayerState ReadValue<TReader>(ref TReader reader)
    {
        long score = reader.TryReadNull() ? 0 : reader.ReadInt64();
        int level = reader.TryReadNull() ? 0 : (int)reader.ReadInt64();
        double x = reader.TryReadNull() ? 0 : reader.ReadDouble();
        double y = reader.TryReadNull() ? 0 : reader.ReadDouble();
        string? title = reader.TryReadNull() ? null : reader.ReadString();
        return new PlayerState(score, level, x, y, title);
    }
}
