using System.Reflection;
using MessagePack;
using WriteBack.Fast.Generators.Tests.Behaviour;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast.Generators.Tests.Fuzz;

/// <summary>Sends a random entry of a compiled cache through MessagePack and through SQLite.</summary>
internal static class RoundTrip
{
    private static readonly MethodInfo Generic = typeof(RoundTrip).GetMethod(nameof(RunAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Runs it for every cache of an assembly; how many there were.</summary>
    public static async Task<int> RunAsync(Assembly assembly, Random random)
    {
        int caches = 0;
        foreach (var type in assembly.GetTypes())
        {
            var property = type.GetProperty("Schema", BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly);
            if (property?.PropertyType is not { IsGenericType: true } schema || schema.GetGenericTypeDefinition() != typeof(EntrySchema<,>))
                continue;
            caches++;
            var run = Generic.MakeGenericMethod(schema.GenericTypeArguments);
            await (Task)run.Invoke(null, [property.GetValue(null), type.FullName, random])!;
        }
        return caches;
    }

    private static async Task RunAsync<TKey, TValue>(EntrySchema<TKey, TValue> schema, string name, Random random)
        where TKey : struct
        where TValue : notnull
    {
        var keys = new RandomColumns(random, [.. schema.Columns.Where(static column => column.IsKey)]);
        var values = new RandomColumns(random, [.. schema.Columns.Where(static column => !column.IsKey)]);
        var (key, value) = (schema.ReadKey(ref keys), schema.ReadValue(ref values));
        // A list, array or object that is null is none of the values that a cache accepts.
        if (value is null)
            return;

        Same(name, schema, (key, value), ThroughMessagePack(schema, key, value));
        await using var store = SqliteStore.Create($"Data Source={Guid.NewGuid():N};Mode=Memory;Cache=Shared", schema);
        var batch = new TestBatch<TKey, TValue>(schema).Upsert(key, value).Build();
        await store.WriteAsync(batch, TestContext.Current.CancellationToken);
        Assert.True(batch.RejectedCount == 0, $"{name}: {batch.RejectionOf(0)}");
        var loaded = await store.LoadAsync(key, TestContext.Current.CancellationToken);
        Assert.True(loaded.Found, $"{name} has no {string.Join(", ", Columns(schema, (key, value)))}");
        Same(name, schema, (key, value), (key, loaded.Value));
    }

    private static (TKey Key, TValue Value) ThroughMessagePack<TKey, TValue>(EntrySchema<TKey, TValue> schema, TKey key, TValue value)
        where TKey : struct
        where TValue : notnull
    {
        var codec = new EntryCodec<TKey, TValue>(schema, MessagePackSerializerOptions.Standard);
        var buffer = new PooledBuffer();
        codec.WriteEntry(buffer, key, value);
        var reader = new MessagePackReader(buffer.Written);
        return (codec.ReadKey(ref reader), codec.ReadValue(ref reader));
    }

    private static void Same<TKey, TValue>(
        string name, EntrySchema<TKey, TValue> schema, (TKey Key, TValue Value) expected, (TKey Key, TValue Value) actual)
        where TKey : struct
        where TValue : notnull
    {
        string[] before = Columns(schema, expected);
        string[] after = Columns(schema, actual);
        for (int i = 0; i < before.Length; i++)
            Assert.True(before[i] == after[i], $"{name}, {schema.Columns[i].Name}: {before[i]} became {after[i]}");
    }

    private static string[] Columns<TKey, TValue>(EntrySchema<TKey, TValue> schema, (TKey Key, TValue Value) entry)
        where TKey : struct
        where TValue : notnull
    {
        var record = new ListRecord();
        schema.WriteKey(ref record, entry.Key);
        schema.WriteValue(ref record, entry.Value);
        return [.. record.Columns.Select(static column => column.Value is null
            ? "null"
            : column.Call + " " + MessagePackSerializer.ConvertToJson(MessagePackSerializer.Serialize(column.Value.GetType(), column.Value)))];
    }
}
