namespace WriteBack.Fast;

/// <summary>A cache of a host, whatever its types.</summary>
internal interface IHostedCache
{
    /// <summary>The cache's name.</summary>
    string Name { get; }

    /// <summary>The figures of its health; null while it is not open.</summary>
    CacheHealth? Health { get; }

    /// <summary>Opens it.</summary>
    Task OpenAsync(CancellationToken ct);

    /// <summary>Drains it for at most its own <see cref="WriteBackOptions.ShutdownTimeout"/>, closes it, and disposes of its store. A
    /// further call waits for the first one.</summary>
    Task CloseAsync();
}
