using Microsoft.Extensions.Configuration;

namespace WriteBack.Fast.Tests.Hosting;

/// <summary>A folder and a host under construction, whose log is kept.</summary>
internal sealed class HostFixture : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("writeback-host-");
    private IHost? _host;

    public HostApplicationBuilder Builder { get; } = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());

    public RecordingLoggerProvider Log { get; } = new();

    public HostFixture() => Builder.Logging.AddProvider(Log).SetMinimumLevel(LogLevel.Information);

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public string Database => $"Data Source={Path("test.db")};Pooling=False";

    public HostFixture Configure(params (string Key, string? Value)[] settings)
    {
        Builder.Configuration.AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, setting.Value)));
        return this;
    }

    public IHost Build() => _host = Builder.Build();

    /// <summary>A row of the table, read by a store of its own.</summary>
    public async Task<LoadResult<TValue>> LoadAsync<TKey, TValue>(EntrySchema<TKey, TValue> schema, TKey key)
        where TKey : struct
        where TValue : notnull
    {
        await using var store = SqliteStore.Create(Database, schema);
        return await store.LoadAsync(key, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable host)
            await host.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
