namespace WriteBack.Fast.Tests;

internal static class Schemas
{
    public static readonly EntrySchema<PlayerKey, PlayerState> Player = new PlayerSchema();
    public static readonly EntrySchema<int, Scores> Scores = new ScoresSchema();
    public static readonly EntrySchema<int, Tagged> Tagged = new TaggedSchema();
    public static readonly EntrySchema<int, Everything> Everything = new EverythingSchema();
    public static readonly EntrySchema<MomentKey, Scores> Moment = new MomentSchema();

    public static EntrySchema<int, Scores> Named(string table, string key, string score, string level) =>
        new ScoresSchema(table, key, score, level);
}
