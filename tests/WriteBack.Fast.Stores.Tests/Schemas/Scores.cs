namespace WriteBack.Fast.Tests;

public record struct Scores(long Score, int Level);

/// <summary>The player's first two columns alone, as an older type of the player had.</summary>
internal sealed class ScoresSchema(
    string name = "scores", string keyColumn = "id", string scoreColumn = "score", string levelColumn = "level")
    : EntrySchema<int, Scores>(
        name,
        new ColumnSchema(keyColumn, ColumnType.Int32, IsKey: true, IsNullable: false),
        new ColumnSchema(scoreColumn, ColumnType.Int64, IsKey: false, IsNullable: false),
        new ColumnSchema(levelColumn, ColumnType.Int32, IsKey: false, IsNullable: false))
{
    public override void WriteKey<TWriter>(ref TWriter writer, in int key) => writer.WriteInt64(key);

    public override void WriteValue<TWriter>(ref TWriter writer, in Scores value)
    {
        writer.WriteInt64(value.Score);
        writer.WriteInt64(value.Level);
    }

    public override int ReadKey<TReader>(ref TReader reader) => reader.TryReadNull() ? 0 : (int)reader.ReadInt64();

    public override Scores ReadValue<TReader>(ref TReader reader)
    {
        long score = reader.TryReadNull() ? 0 : reader.ReadInt64();
        int level = reader.TryReadNull() ? 0 : (int)reader.ReadInt64();
        return new Scores(score, level);
    }
}
